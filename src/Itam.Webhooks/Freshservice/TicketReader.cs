using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>One ticket with its person and its assets, as the neutral <see cref="Ticket"/>.</summary>
internal sealed class TicketReader(FreshserviceClient client, People people, AssetStore assets, Uri account)
{
    private const int MaxLinkedAssets = 10;

    /// <summary>A note and the change of the ticket that it causes carry the same second, or neighbouring ones.</summary>
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    public async Task<Ticket> ReadAsync(TicketRef reference, long id, CancellationToken cancellationToken)
    {
        var ticket = await client.TicketAsync(id, withAssets: true, cancellationToken);
        if (ticket.IsTrue("deleted") || ticket.IsTrue("spam"))
        {
            throw new ConnectionException(
                ConnectionFailure.GiveUp,
                $"Ticket {id} of {client.Name} is in the trash or marked as spam. It is left alone."
            );
        }

        var createdAt = ticket.Moment("created_at") ?? throw Incomplete(id);
        var updatedAt = ticket.Moment("updated_at") ?? createdAt;
        var requester = Who(ticket) is { } who ? await people.FindAsync(who, cancellationToken) : null;
        return Describe(reference, id, ticket, requester, await LinkedAsync(ticket, cancellationToken), createdAt) with
        {
            LastChangedByUs = updatedAt - createdAt > SameMoment && await IsOurNoteNewestAsync(id, updatedAt, cancellationToken),
        };
    }

    /// <summary>The one with the problem, who may not be the one who wrote.</summary>
    public static long? Who(JObject ticket) => ticket.Id("requested_for_id") ?? ticket.Id("requester_id");

    public Ticket Describe(
        TicketRef reference,
        long id,
        JObject ticket,
        TicketPerson? requester,
        ImmutableArray<LinkedDevice> linked,
        DateTimeOffset createdAt
    ) =>
        new()
        {
            Ref = reference,
            Number = TicketNumber.Display(id, ticket["type"].Text()),
            Summary = HtmlText.Plain(ticket["subject"].Text() ?? "").Replace('\n', ' '),
            Description = ticket["description_text"].Text() is { } words ? HtmlText.Plain(words) : HtmlText.Of(ticket["description"].Text()),
            Requester = requester,
            LinkedDevices = linked,
            Closed = ticket.IsClosed(),
            Priority = ticket.Priority(),
            CreatedAt = createdAt,
            UpdatedAt = ticket.Moment("updated_at") ?? createdAt,
            Url = TicketUrl(account, id),
        };

    public static Uri TicketUrl(Uri account, long id) => new($"{account.AbsoluteUri.TrimEnd('/')}/a/tickets/{new TicketNumber("", id).Path}");

    private async Task<ImmutableArray<LinkedDevice>> LinkedAsync(JObject ticket, CancellationToken cancellationToken)
    {
        var linked = ImmutableArray.CreateBuilder<LinkedDevice>();
        foreach (var row in (ticket["assets"] as JArray ?? []).OfType<JObject>().Take(MaxLinkedAssets))
        {
            if (row.Id("display_id") is { } displayId)
            {
                // The ticket names its assets in an older form without serial and tag; the asset itself has them.
                var asset = await client.AssetAsync(displayId, cancellationToken);
                linked.Add(assets.ToDevice(asset ?? row, displayId));
            }
        }

        return linked.ToImmutable();
    }

    /// <summary>
    /// Someone else's change at a later second makes this false. Their change within the same second as our note is caught by the next change or sweep.
    /// </summary>
    private async Task<bool> IsOurNoteNewestAsync(long id, DateTimeOffset updatedAt, CancellationToken cancellationToken)
    {
        JObject? newest = null;
        DateTimeOffset? newestAt = null;
        await foreach (var conversation in client.ConversationsAsync(id, cancellationToken))
        {
            if ((conversation.Moment("updated_at") ?? conversation.Moment("created_at")) is { } at && !(at < newestAt))
            {
                (newest, newestAt) = (conversation, at);
            }
        }

        return newest is not null && OwnNote.Is(newest) && (updatedAt - newestAt!.Value).Duration() <= SameMoment;
    }

    private ConnectionException Incomplete(long id) =>
        new(ConnectionFailure.Retry, $"{client.Name} gave an incomplete answer about ticket {id}. It is tried again.");
}
