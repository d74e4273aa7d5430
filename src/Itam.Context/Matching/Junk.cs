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

    /// <summary>What firmware says where its maker put no name of the maker, the model or the computer.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "SYSTEMMANUFACTURER",
        "SYSTEMMODEL",
        "SYSTEMVERSION",
        "SYSTEMNAME",
        "BASEBOARDMANUFACTURER",
        "BASEBOARDPRODUCTNAME",
        "BASEBOARDVERSION",
        "CHASSISMANUFACTURER",
        "PRODUCTNAME",
        "TYPE1PRODUCTCONFIGID",
        "ALLSERIES",
        "OEM",
        "O.E.M.",
        "UNDEFINED",
        "NULL",
        "XXXX",
    };

    /// <summary>First half of addresses (IEEE OUI): hypervisors (VMware, Hyper-V, VirtualBox, QEMU, Xen, Parallels), then common chips and makers of docks and adapters.</summary>
    private static readonly HashSet<string> MacPrefixes = new(StringComparer.Ordinal)
    {
        "000569",
        "000C29",
        "001C14",
        "005056",
        "00155D",
        "080027",
        "525400",
        "00163E",
        "001C42",
        "00E04C",
        "000EC6",
        "0050B6",
        "00249B",
        "8CAE4C",
        "A0CEC8",
        "9CEBE8",
        "3C18A0",
    };

    private static readonly HashSet<string> Uuids = new(StringComparer.Ordinal)
    {
        "03000200-0400-0500-0006-000700080009",
        "00010203-0405-0607-0809-0a0b0c0d0e0f",
    };

    public static bool IsSerial(string compact) =>
        compact.Length < 4 || Serials.Contains(compact) || OneCharacter().IsMatch(compact) || Pattern().IsMatch(compact);

    public static bool IsTag(string compact) => compact.Length < 2 || Serials.Contains(compact) || compact.All(c => c is '0' or '-');

    /// <summary>For a manufacturer, a model or a hostname: short names such as "HP" and "T1" are names.</summary>
    public static bool IsName(string name)
    {
        var compact = string.Concat(name.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return compact.All(c => !char.IsLetterOrDigit(c)) || compact is not "DELL" && (Serials.Contains(compact) || Names.Contains(compact));
    }

    public static bool IsEmployeeNumber(string number) =>
        Serials.Contains(number.ToUpperInvariant()) || number.All(c => c is '0' or '-' or '.' or ' ');

    /// <summary>An address that goes from computer to computer: of a virtual card, a dock or an adapter.</summary>
    /// <param name="hex">Twelve digits in capitals.</param>
    public static bool IsMac(string hex) => MacPrefixes.Contains(hex[..6]);

    public static bool IsUuid(Guid uuid)
    {
        var text = uuid.ToString("D");
        return uuid == Guid.Empty
            || uuid == Guid.AllBitsSet
            || Uuids.Contains(text)
            || text.StartsWith("03d40274-0435-05dc-", StringComparison.Ordinal)
            || text.StartsWith("fefefefe-", StringComparison.Ordinal)
            || text.StartsWith("deadbeef-", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(.)\1*$", RegexOptions.None, 1000)]
    private static partial Regex OneCharacter();

    [GeneratedRegex(@"^([01]+|\d\.\d(\.\d)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
