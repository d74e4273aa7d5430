using System.Text.Json;
using Itam.Context.Register;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Itam.Context.Storage;

internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(moment => moment.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

internal sealed class OriginsJson()
    : ValueConverter<Dictionary<string, Origin>, string>(
        origins => JsonSerializer.Serialize(origins, JsonSerializerOptions.Default),
        stored => JsonSerializer.Deserialize<Dictionary<string, Origin>>(stored, JsonSerializerOptions.Default) ?? new()
    );

internal sealed class OriginsComparer()
    : ValueComparer<Dictionary<string, Origin>>(
        (a, b) => a == b || (a != null && b != null && a.Count == b.Count && !a.Except(b).Any()),
        origins => origins.Count,
        origins => new Dictionary<string, Origin>(origins)
    );
