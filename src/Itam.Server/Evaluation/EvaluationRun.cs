using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Server.Evaluation;

/// <summary>Asks the product's own context service about every labelled ticket.</summary>
internal static class EvaluationRun
{
    public static async Task<IReadOnlyList<Answer>> RunAsync(LabelledSet set, CancellationToken cancellationToken)
    {
        await using var register = await EvaluationRegister.LoadAsync(set.Register, cancellationToken);
        var service = new ContextService(
            register.Database,
            ThresholdsByTenant.Defaults,
            new StandingClock(register.AsOf),
            NullLogger<ContextService>.Instance
        );
        var labels = set.Register.Where(l => l.Kind == "device").ToDictionary(l => register.IdOf(l.Id), l => l.Id);
        var answers = new List<Answer>();
        foreach (var ticket in set.Tickets)
        {
            var context = await service.DescribeAsync(TicketOf(ticket, register.AsOf), null, cancellationToken);
            answers.Add(
                new Answer(
                    ticket,
                    context.Device,
                    context.Device is { } first ? labels[first.Device.Id] : null,
                    [.. context.Candidates.Select(c => labels[c.Device.Id])]
                )
            );
        }

        return answers;
    }

    private static Ticket TicketOf(LabelledTicket ticket, DateTimeOffset now) =>
        new()
        {
            Ref = new TicketRef(EvaluationRegister.Tenant, "evaluation", ticket.Id),
            Number = ticket.Id,
            Summary = ticket.Summary,
            Description = ticket.Description,
            Requester = new TicketPerson(ticket.Requester, [new PersonName(IdentityKind.Email, ticket.Requester)]),
            LinkedDevices = ticket.Linked is { } serial ? [new LinkedDevice(serial, [new DeviceName(IdentifierKind.Serial, serial)])] : [],
            CreatedAt = now,
            UpdatedAt = now,
        };

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>What the product said about one ticket.</summary>
/// <param name="FirstId">The first candidate, in the ids of the labelled set.</param>
internal sealed record Answer(LabelledTicket Ticket, Candidate? First, string? FirstId, IReadOnlyList<string> Shown)
{
    /// <summary>The product's promise, written down here once more: a judge that asked the product where its bar lies would follow it wherever it moved.</summary>
    public const double GivenFrom = 0.6;

    public Outcome Outcome =>
        (Ticket, Given) switch
        {
            ({ AnyOf: { } possible }, null) => possible.All(Shown.Contains) ? Outcome.HeldBack : Outcome.Hidden,
            ({ AnyOf: not null }, _) => Outcome.Guessed,
            ({ Expected: null }, null) => Outcome.RightlyNone,
            ({ Expected: null }, _) => Outcome.FalseDevice,
            (_, null) => Outcome.Missed,
            var (ticket, given) => given == ticket.Expected ? Outcome.Right : Outcome.Wrong,
        };

    /// <summary>The device that the ticket was given, if any.</summary>
    private string? Given => First is { Confidence: >= GivenFrom } ? FirstId : null;
}

internal enum Outcome
{
    /// <summary>The device that is meant was given.</summary>
    Right,

    /// <summary>Another device was given.</summary>
    Wrong,

    /// <summary>A device is meant and none was given.</summary>
    Missed,

    /// <summary>No device is meant and none was given.</summary>
    RightlyNone,

    /// <summary>No device is meant and one was given.</summary>
    FalseDevice,

    /// <summary>Nobody could tell: all were shown and none was given.</summary>
    HeldBack,

    /// <summary>Nobody could tell, and one was given all the same.</summary>
    Guessed,

    /// <summary>Nobody could tell, and one that it may be was not shown.</summary>
    Hidden,
}
