using Itam.Context.Register;

namespace Itam.Context.Sources.Warranties;

/// <summary>Kinds that vendors have no code for and tell by the name of the service only.</summary>
internal static class WarrantyWords
{
    private static readonly (string Word, WarrantyKind Kind)[] Words =
    [
        ("initial setup", WarrantyKind.SetupService),
        ("deployment", WarrantyKind.SetupService),
        ("installation", WarrantyKind.SetupService),
        ("configuration service", WarrantyKind.SetupService),
        ("imaging", WarrantyKind.SetupService),
        ("asset tagging", WarrantyKind.SetupService),
        ("accidental", WarrantyKind.AccidentalDamage),
        ("software support", WarrantyKind.SoftwareSupport),
        ("software technical support", WarrantyKind.SoftwareSupport),
        ("digital delivery", WarrantyKind.SoftwareSupport),
        ("subscription", WarrantyKind.Subscription),
    ];

    /// <returns>Null where the name does not tell.</returns>
    public static WarrantyKind? KindOf(string? level)
    {
        foreach (var (word, kind) in Words)
        {
            if (level?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return kind;
            }
        }

        return null;
    }
}
