using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Itam.Context.Storage;

namespace Itam.Context.Lifecycle;

/// <summary>A device changed hands. Never changed, never deleted; each one names the hash of the one before, so that a gap or a forgery shows.</summary>
public sealed class CustodyEvent : ITenantOwned, IAppendOnly
{
    public string Tenant { get; set; } = "";
    public required Guid DeviceId { get; init; }

    /// <summary>1, 2, 3 … per device.</summary>
    public required int Number { get; init; }

    /// <summary>Null: the stockroom.</summary>
    public Guid? FromPersonId { get; init; }

    /// <summary>Null: the stockroom.</summary>
    public Guid? ToPersonId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who said so.</summary>
    public required Guid ActorId { get; init; }
    public string? Condition { get; init; }
    public string? Accessories { get; init; }
    public required Guid CaseId { get; init; }

    /// <summary>Of the event before; empty on a device's first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 over everything above.</summary>
    public string Hash { get; set; } = "";

    public string ComputeHash()
    {
        var text = new StringBuilder();
        foreach (
            var part in new[]
            {
                Tenant,
                DeviceId.ToString("D"),
                Number.ToString(CultureInfo.InvariantCulture),
                FromPersonId?.ToString("D"),
                ToPersonId?.ToString("D"),
                At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                ActorId.ToString("D"),
                Condition,
                Accessories,
                CaseId.ToString("D"),
                PreviousHash,
            }
        )
        {
            // Lengths keep "a" + "bc" and "ab" + "c" apart; -1 keeps nothing and empty apart.
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
