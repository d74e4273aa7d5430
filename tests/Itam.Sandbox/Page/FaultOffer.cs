using Itam.Sandbox.Faults;

namespace Itam.Sandbox.Page;

/// <summary>A fault that a person can order for a desk, in words.</summary>
/// <param name="Name">In the form and the JSON endpoint.</param>
/// <param name="Expect">What the product should then do.</param>
internal sealed record FaultOffer(string Name, FaultKind Kind, int Times, string Label, string Expect, bool WritesOnly = false)
{
    public static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<FaultOffer> All { get; } =
    [
        new("busy", FaultKind.TooManyRequestsRetryAfter, 3, "Busy (429)", "The desk asks to come back in a second. The note comes a little later."),
        new("trouble", FaultKind.ServerError, 2, "Trouble (500)", "The desk fails. The product waits and tries again."),
        new("sign-in-page", FaultKind.LoginPage, 2, "Sign-in page", "A web page instead of data. The product must not take it for an answer."),
        new(
            "lost-answer",
            FaultKind.LostAnswer,
            1,
            "Lost answer",
            "A write is done but its answer is lost. There must still be one note.",
            WritesOnly: true
        ),
        new("slow", FaultKind.Slow, 2, "Slow (5 s)", "The desk takes its time. Other tickets must not wait."),
    ];

    /// <summary>Takes all faults back.</summary>
    public const string None = "none";

    /// <summary>False when there is no such fault.</summary>
    public static bool TryOrder(IEmulatedDesk desk, string? name)
    {
        if (name == None)
        {
            desk.Faults.Clear();
            return true;
        }

        if (All.FirstOrDefault(o => o.Name == name) is not { } offer)
        {
            return false;
        }

        desk.Faults.SlowFor = SlowFor;
        desk.Faults.Add(offer.Kind, offer.Times, offer.WritesOnly ? static r => !HttpMethods.IsGet(r.Method) : null);
        return true;
    }
}
