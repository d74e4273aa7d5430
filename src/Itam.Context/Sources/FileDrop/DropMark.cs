using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Register.Import;

namespace Itam.Context.Sources.FileDrop;

/// <summary>Where a read of the folder ended: the newest file that was taken, and every kind of list that was ever there.</summary>
/// <param name="At">The smallest moment before the first file.</param>
internal sealed record DropMark(DateTimeOffset At, ImmutableHashSet<ImportKind> Kinds)
{
    /// <summary>"2026-11-16T06:00:00.0000000+00:00 People Devices"; what cannot be read is the beginning.</summary>
    public static DropMark Parse(string? text)
    {
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = DateTimeOffset.TryParseExact(parts.FirstOrDefault(), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var mark)
            ? mark
            : DateTimeOffset.MinValue;
        return new DropMark(at, [.. parts.Skip(1).Where(p => Enum.TryParse<ImportKind>(p, out _)).Select(Enum.Parse<ImportKind>)]);
    }

    /// <returns>Null for the beginning.</returns>
    public string? Print() =>
        At == DateTimeOffset.MinValue
            ? null
            : string.Join(' ', Kinds.Order().Select(k => k.ToString()).Prepend(At.ToString("O", CultureInfo.InvariantCulture)));
}
