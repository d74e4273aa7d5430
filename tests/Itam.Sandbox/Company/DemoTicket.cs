namespace Itam.Sandbox.Company;

/// <summary>A ticket to raise, and what the answer should be.</summary>
/// <param name="Desk">jira, servicenow or freshservice.</param>
/// <param name="Story">Name of one of <see cref="DemoStories"/>.</param>
/// <param name="Case">What makes it easy or hard, in a few words.</param>
/// <param name="SuspectedBatch">It tells of the fault of which the device's batch is suspected.</param>
/// <param name="Expected">Null: nothing is expected of the device (the ticket names nobody and nothing).</param>
public sealed record DemoTicket(string Desk, NewTicket Ticket, string Story, string Case, ExpectedDevice? Expected, bool SuspectedBatch = false);

/// <param name="AssetTag">The device that should come first; null: it should say that none is known.</param>
public sealed record ExpectedDevice(string? AssetTag)
{
    public static readonly ExpectedDevice NoneKnown = new((string?)null);
}
