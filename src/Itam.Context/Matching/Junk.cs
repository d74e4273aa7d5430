using System.Text.RegularExpressions;

namespace Itam.Context.Matching;

/// <summary>Placeholders that firmware and people put where an identifier should be. Sources: the seed lists of GLPI (<c>glpi_blacklists</c>) and
/// OCS Inventory (<c>blacklist_serials</c>).</summary>
internal static partial class Junk
{
    private static readonly HashSet<string> Serials = new(StringComparer.Ordinal)
    {
        "TOBEFILLEDBYO.E.M.",
        "TOBEFILLEDBYO.E.M.BYMORESTRING",
        "DEFAULTSTRING",
        "SYSTEMSERIALNUMBER",
        "BASEBOARDSERIALNUMBER",
        "CHASSISSERIALNUMBER",
        "SYSTEMPRODUCTNAME",
        "NOTAPPLICABLE",
        "NOTAVAILABLE",
        "NOTSPECIFIED",
        "NONE",
        "UNKNOWN",
        "N/A",
        "(NULLSTRING)",
        "INVALID",
        "EVAL",
        "IATPASS",
        "DELL",
        "0123456789",
        "123456789",
        "1234567890",
        "0123456789ABCDEF",
        "SYS-1234567890",
        "SYS-9876543210",
        "MB-1234567890",
        "SN-12345",
        "SN-1234567890",
    };

    private static readonly HashSet<string> Uuids = new(StringComparer.Ordinal)
    {
        "03000200-0400-0500-0006-000700080009",
        "00010203-0405-0607-0809-0a0b0c0d0e0f",
        "03d40274-0435-05dc-0006-000700080009",
    };

    public static bool IsSerial(string compact) =>
        compact.Length < 4 || Serials.Contains(compact) || OneCharacter().IsMatch(compact) || Pattern().IsMatch(compact);

    public static bool IsTag(string compact) => compact.Length < 2 || Serials.Contains(compact) || compact.All(c => c is '0' or '-');

    public static bool IsEmployeeNumber(string number) =>
        Serials.Contains(number.ToUpperInvariant()) || number.All(c => c is '0' or '-' or '.' or ' ');

    public static bool IsUuid(Guid uuid)
    {
        var text = uuid.ToString("D");
        return uuid == Guid.Empty
            || uuid == Guid.AllBitsSet
            || Uuids.Contains(text)
            || text.StartsWith("fefefefe-", StringComparison.Ordinal)
            || text.StartsWith("deadbeef-", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(.)\1*$", RegexOptions.None, 1000)]
    private static partial Regex OneCharacter();

    [GeneratedRegex(@"^([01]+|\d\.\d(\.\d)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
