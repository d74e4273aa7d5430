using Itam.Context.Lifecycle.Reports;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;

namespace Itam.TeamsBot.Conversations;

/// <summary>Tells the reporter the number of the ticket, and security of a loss.</summary>
public sealed class ReportNotices(Database database, AssistantDirectory assistants, TimeProvider time) : IWorkHandler
{
    public string Kind => ReportNotice.WorkKind;

    /// <summary>Under which a person's card of a report is remembered.</summary>
    public static string KeyOf(string reference, string entraId) => $"report/{reference}/{entraId}";

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var notice = ReportNotice.Read(item);
        var assistant = assistants.Of(item.Tenant) ?? throw Recipients.NotConnected(item.Tenant);
        await using var db = database.Open(item.Tenant);
        var register = new RegisterReader(db);
        if (await register.GetPersonAsync(notice.PersonId, cancellationToken) is not { } reporter)
        {
            return new WorkOutcome.Dead($"The person of report {notice.Reference} is not in the register any more.");
        }

        var device = notice.DeviceId is { } id ? (await register.GetDevicesAsync([id], cancellationToken)).FirstOrDefault() : null;
        var sends = new List<TeamsSend>();
        var unreachable = new List<string>();
        foreach (var recipient in await RecipientsAsync(register, assistant, notice, reporter, cancellationToken))
        {
            if (Recipients.EntraIdOf(recipient) is not { } entra)
            {
                unreachable.Add(recipient.DisplayName);
                continue;
            }

            sends.Add(
                new TeamsSend
                {
                    Connection = assistant.Connection,
                    Target = new SendTarget.Person(entra),
                    Activity = Say(notice, recipient, reporter, device),
                    Key = KeyOf(notice.Reference, entra),
                    Alert = notice.ToSecurity,
                }
            );
        }

        if (sends.Count == 0 && unreachable.Count > 0)
        {
            return new WorkOutcome.Dead(Recipients.Unreachable(unreachable));
        }

        return new WorkOutcome.Done(
            async (write, token) =>
            {
                foreach (var send in sends)
                {
                    await write.EnqueueSendAsync(send, time.GetUtcNow(), token);
                }
            }
        );
    }

    private static async Task<IReadOnlyList<Person>> RecipientsAsync(
        RegisterReader register,
        AssistantSettings assistant,
        ReportNotice notice,
        Person reporter,
        CancellationToken cancellationToken
    )
    {
        if (!notice.ToSecurity)
        {
            return [reporter];
        }

        var people = new List<Person>();
        foreach (var email in assistant.Security)
        {
            if (await register.FindPersonAsync([new(IdentityKind.Email, email)], cancellationToken) is { } person)
            {
                people.Add(person);
            }
        }

        return people;
    }

    private Activity Say(ReportNotice notice, Person recipient, Person reporter, Device? device)
    {
        var text = Recipients.TextFor(recipient, time);
        if (notice.ToSecurity && device is not null)
        {
            var how = notice.Report == ReportKind.Stolen ? LossCards.Stolen : LossCards.Lost;
            var alarm = LossCards.ForSecurity(text, reporter, device, how, notice.Said, notice.TicketNumber);
            return MessageFactory.AdaptiveCard(alarm.ToJObject(), alarm.Speak);
        }

        var (title, next) = notice.Report switch
        {
            ReportKind.Lost or ReportKind.Stolen => ("loss.done", "loss.done-next"),
            ReportKind.Return => ("return.done", "return.done-next"),
            _ => ("problem.ticket", "problem.ticket-next"),
        };
        var url = Uri.TryCreate(notice.TicketUrl, UriKind.Absolute, out var parsed) ? parsed : null;
        var card = ProblemCards.Raised(text, notice.TicketNumber is { } number ? new TicketShown(number, url) : null, text[title], text[next]);
        return MessageFactory.AdaptiveCard(card.ToJObject(), card.Speak);
    }
}
