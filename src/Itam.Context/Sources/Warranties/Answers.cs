using System.Collections.Immutable;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

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

    /// <summary>The answer of everything that a vendor sent for one serial.</summary>
    /// <param name="rows">At least one. Several that say different things cannot be told apart, so the look-up failed.</param>
    /// <param name="read">May throw <see cref="FormatException"/>: a date that cannot be read could be the one that counts, so the look-up failed too.</param>
    public static WarrantyAnswer OfRows(WarrantyQuestion device, IEnumerable<JObject> rows, Func<JObject, WarrantyAnswer> read)
    {
        try
        {
            var answers = rows.Select(read).ToList();
            return answers.TrueForAll(a => a.Lookup == answers[0].Lookup && a.Entitlements.SequenceEqual(answers[0].Entitlements))
                ? answers[0]
                : Failed(device);
        }
        catch (FormatException)
        {
            return Failed(device);
        }
    }

    public static WarrantyAnswer None(WarrantyQuestion device) => new(device.Serial, WarrantyLookup.NoneFound, []);

    public static WarrantyAnswer Failed(WarrantyQuestion device) => new(device.Serial, WarrantyLookup.Failed, []);

    /// <summary>How serials are compared with what a vendor sends back.</summary>
    public static string Key(string? serial) => (serial ?? "").Trim().ToUpperInvariant();

    /// <summary>Serials go into lists and addresses of the vendors, so that nothing but letters, digits and hyphens may pass.</summary>
    public static bool IsAskable(WarrantyQuestion device) =>
        Key(device.Serial) is { Length: >= 4 and <= 40 } key && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
