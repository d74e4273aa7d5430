using Itam.Context.Lifecycle;
using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Microsoft.EntityFrameworkCore;

namespace Itam.TeamsBot.Conversations;

/// <summary>
/// Brings a person's card of a request up to date, in place, and says in one line with an alert what is wanted of them: a card that changes silently is not
/// noticed. Whom a step does not concern gets the card as it is now and no line.
/// </summary>
public sealed class CaseNotices(Database database, EquipmentService equipment, AssistantDirectory assistants, TimeProvider time) : IWorkHandler
{
    public string Kind => CaseNotice.WorkKind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var notice = CaseNotice.Read(item);
        var isSilent = notice.Kind == CaseNoticeKind.Changed;
        var assistant = assistants.Of(item.Tenant) ?? throw Recipients.NotConnected(item.Tenant);
        await using var db = database.Open(item.Tenant);
        if (await new RegisterReader(db).GetPersonAsync(notice.PersonId, cancellationToken) is not { } person)
        {
            if (isSilent)
            {
                return WorkOutcome.Finished;
            }

            return new WorkOutcome.Dead($"The person who should be told of case {notice.CaseId} is not in the register any more.");
        }

        if (Recipients.EntraIdOf(person) is not { } entra)
        {
            if (isSilent)
            {
                return WorkOutcome.Finished;
            }

            await database.WriteAsync(
                item.Tenant,
                (write, _) =>
                {
                    write.Enqueue(new CaseUnreached(notice.CaseId, person.Id).For(item.Tenant), time.GetUtcNow());
                    return Task.CompletedTask;
                },
                cancellationToken
            );
            return new WorkOutcome.Dead(Recipients.Unreachable([person.DisplayName]));
        }

        if (await equipment.ViewAsync(item.Tenant, notice.CaseId, person.Id, cancellationToken) is not EquipmentOutcome.Accepted { View: { } view })
        {
            return isSilent
                ? WorkOutcome.Finished
                : new WorkOutcome.Dead($"{person.DisplayName} may not see case {notice.CaseId} any more, so nothing was said.");
        }

        var reference = await db.FindPersonalAsync(assistant.Connection, entra, cancellationToken);
        var text = Recipients.TextFor(person, reference, time);
        var card = EquipmentCard.Of(text, view, reference?.ChannelUserId);
        var key = EquipmentConversation.KeyOf(view.Id, entra);
        var isKnown = await db.SentActivities.AnyAsync(
            s => s.Connection == assistant.Connection && s.Key == key && s.ActivityId != null,
            cancellationToken
        );
        var isMoot = IsMoot(notice.Kind, view);
        if (isMoot && !isKnown)
        {
            return WorkOutcome.Finished;
        }

        var words = text.Of($"notice.{notice.Kind}", EquipmentCard.TitleOf(text, view));
        return new WorkOutcome.Done(
            async (write, token) =>
            {
                var now = time.GetUtcNow();
                await write.EnqueueSendAsync(
                    To(MessageFactory.AdaptiveCard(card.ToJObject(), words)) with
                    {
                        Key = key,
                        Alert = !isKnown && !isSilent,
                        OnlyReplaces = isSilent,
                    },
                    now,
                    token
                );
                if (isKnown && !isMoot && IsWanted(notice.Kind))
                {
                    await write.EnqueueSendAsync(To(MessageFactory.Text(words)) with { Alert = true }, now, token);
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

    /// <summary>It asks for what cannot be done any more: while the notice waited, somebody else decided, or it was confirmed.</summary>
    private static bool IsMoot(CaseNoticeKind kind, EquipmentRequestView view) =>
        kind switch
        {
            CaseNoticeKind.ApprovalAsked or CaseNoticeKind.Reminder => !view.May.Contains(EquipmentAction.Approve),
            CaseNoticeKind.Escalated => !view.ViewerRole.HasFlag(ViewerRole.Requester) && !view.May.Contains(EquipmentAction.Approve),
            CaseNoticeKind.ConfirmAsked => !view.May.Contains(EquipmentAction.Confirm),
            _ => false,
        };

    /// <summary>Something is expected of the person, or was waited for.</summary>
    private static bool IsWanted(CaseNoticeKind kind) => kind is not (CaseNoticeKind.Cancelled or CaseNoticeKind.Returned or CaseNoticeKind.Changed);
}
