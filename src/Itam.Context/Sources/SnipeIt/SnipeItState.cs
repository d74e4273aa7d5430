using Itam.Context.Register;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>
/// Snipe-IT has four types of status label (deployable, pending, undeployable, archived) and "deployed" for whatever is assigned; what a label means beyond
/// that is in its name, which every company chooses (app/Models/Statuslabel.php).
/// </summary>
internal static class SnipeItState
{
    public static LifecycleState Of(string? meta, string? label, bool assigned)
    {
        bool Says(params ReadOnlySpan<string> parts)
        {
            foreach (var part in parts)
            {
                if (label?.Contains(part, StringComparison.OrdinalIgnoreCase) is true)
                {
                    return true;
                }
            }

            return false;
        }

        var away =
            Says("stolen", "theft", "gestohlen") ? LifecycleState.Stolen
            : Says("lost", "missing", "verloren") ? LifecycleState.Lost
            : (LifecycleState?)null;
        return meta?.ToLowerInvariant() switch
        {
            "archived" => away
                ?? (Says("sold", "dispos", "donat", "scrap", "recycl", "entsorgt", "verkauft") ? LifecycleState.Disposed : LifecycleState.Retired),
            "undeployable" => away ?? LifecycleState.InRepair,
            "pending" => away
                ?? (
                    Says("repair", "reparatur") ? LifecycleState.InRepair
                    : Says("transit", "ship") ? LifecycleState.InTransit
                    : Says("order", "bestellt") ? LifecycleState.Ordered
                    : Says("reserv") ? LifecycleState.Reserved
                    : LifecycleState.Unknown
                ),
            "deployed" => away ?? (Says("repair", "reparatur") ? LifecycleState.InRepair : LifecycleState.InUse),
            "deployable" => away
                ?? (
                    Says("repair", "reparatur") ? LifecycleState.InRepair
                    : assigned ? LifecycleState.InUse
                    : Says("reserv") ? LifecycleState.Reserved
                    : LifecycleState.InStock
                ),
            _ => LifecycleState.Unknown,
        };
    }
}
