using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Conversations;

/// <summary>Tells the reporter the number of the ticket, and security of a loss and of its end. Words and state come from the report as it is by then.</summary>
public sealed class ReportNotices(Database database, AssistantDirectory assistants, SecurityPeople security, TimeProvider time) : IWorkHandler
{
    public string Kind => ReportNotice.WorkKind;

    /// <summary>Under which a person's card of a report is remembered.</summary>
    public static string KeyOf(string reference, string entraId) => $"report/{reference}/{entraId}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var notice = ReportNotice.Read(item);
        var assistant = assistants.Of(item.Tenant) ?? throw Recipients.NotConnected(item.Tenant);
        if (notice is { ToSecurity: true, To: null })
        {
            return new WorkOutcome.Done((write, _) => SplitAsync(write, assistant, notice));
        }

        await using var db = database.Open(item.Tenant);
        var register = new RegisterReader(db);
        if (await register.GetPersonAsync(notice.PersonId, cancellationToken) is not { } reporter)
        {
            return new WorkOutcome.Dead($"The person of report {notice.Reference} is not in the register any more.");
        }

        var recipient = notice.To is { } address ? await register.FindNamedAsync(address, cancellationToken) : reporter;
        if (notice.To is { } named && Recipients.ProblemWith(named, recipient) is { } problem)
        {
            return new WorkOutcome.Dead(
                $"{reporter.DisplayName} {(notice.IsFound ? "found a device that was reported lost" : $"reported a device {Words(notice.Report)}")}, and Security of connection '{assistant.Connection}' names {problem}: so this person was not told. Mend the register or the setting, tell them by other means, then replay this."
            );
        }

        if (recipient is null || Recipients.EntraIdOf(recipient) is not { } entra)
        {
            return new WorkOutcome.Dead(Recipients.Unreachable([reporter.DisplayName]));
        }

        var report = await db.DeviceReports.AsNoTracking().FirstOrDefaultAsync(r => r.Reference == notice.Reference, cancellationToken) ?? Of(notice);
        var device = notice.DeviceId is { } id ? (await register.GetDevicesAsync([id], cancellationToken)).FirstOrDefault() : null;
        var text = Recipients.TextFor(recipient, await db.FindPersonalAsync(assistant.Connection, entra, cancellationToken), time);
        var card =
            notice.ToSecurity && device is not null
                ? LossCards.ForSecurity(text, reporter, device, report, notice.Said)
                : ReportCards.Of(text, report, report.IsLoss && await security.CanBeToldAsync(assistant, cancellationToken));
        return new WorkOutcome.Done(
            async (write, token) =>
            {
                var now = time.GetUtcNow();
                await write.EnqueueSendAsync(
                    To(MessageFactory.AdaptiveCard(card.ToJObject(), card.Speak)) with
                    {
                        Key = KeyOf(notice.Reference, entra),
                        Alert = notice.ToSecurity,
                    },
                    now,
                    token
                );

                // A card that changes in place is not noticed.
                if (notice is { ToSecurity: true, IsFound: true })
                {
                    await write.EnqueueSendAsync(To(MessageFactory.Text(card.FallbackText ?? "")) with { Alert = true }, now, token);
                }
            }
        );

        TeamsSend To(Activity activity) =>
            new()
            {
                Connection = assistant.Connection,
                Target = new SendTarget.Person(entra),
                Activity = activity,
            };
    }

    /// <summary>One notice each: whoever cannot be reached is on the dead-letter list by name, and holds back nobody else.</summary>
    private Task SplitAsync(ItamDb db, AssistantSettings assistant, ReportNotice notice)
    {
        foreach (var address in assistant.Security)
        {
            db.Enqueue((notice with { To = address }).For(db.TenantId), time.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    private static string Words(ReportKind kind) => kind == ReportKind.Stolen ? "stolen" : "lost";

    /// <summary>A notice from before reports were kept.</summary>
    private static DeviceReport Of(ReportNotice notice) =>
        new()
        {
            Id = Guid.Empty,
            Reference = notice.Reference,
            Kind = notice.Report,
            PersonId = notice.PersonId,
            DeviceId = notice.DeviceId,
            At = DateTimeOffset.UnixEpoch,
            TicketNumber = notice.TicketNumber,
            TicketUrl = notice.TicketUrl,
        };
}
