using System.Collections.Immutable;
using Itam.Context.Register;

namespace Itam.Context.Sources.Warranties;

/// <summary>The three answers that stay different for an agent.</summary>
internal static class Answers
{
    private static readonly WarrantyKind[] CoverNothing = [WarrantyKind.SetupService, WarrantyKind.SoftwareSupport];

    /// <summary>Found when something covers the hardware; set-up and software services alone are no warranty.</summary>
    public static WarrantyAnswer Of(WarrantyQuestion device, IEnumerable<WarrantyFact> entitlements, DateOnly? shippedOn)
    {
        var facts = entitlements.Distinct().ToImmutableArray();
        return facts.Any(f => !CoverNothing.Contains(f.Kind))
            ? new WarrantyAnswer(device.Serial, WarrantyLookup.Found, facts, shippedOn)
            : new WarrantyAnswer(device.Serial, WarrantyLookup.NoneFound, [], shippedOn);
    }

    public static WarrantyAnswer None(WarrantyQuestion device) => new(device.Serial, WarrantyLookup.NoneFound, []);

    public static WarrantyAnswer Failed(WarrantyQuestion device) => new(device.Serial, WarrantyLookup.Failed, []);

    /// <summary>How serials are compared with what a vendor sends back.</summary>
    public static string Key(string? serial) => (serial ?? "").Trim().ToUpperInvariant();

    /// <summary>Serials go into lists and addresses of the vendors, so that nothing but letters, digits and hyphens may pass.</summary>
    public static bool IsAskable(WarrantyQuestion device) =>
        Key(device.Serial) is { Length: >= 4 and <= 40 } key && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
