using Itam.Context.Connections;
using Itam.Context.Sources.Freshservice;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>Private notes, found by what they say and never left where requesters read.</summary>
internal sealed class PrivateNotes(FreshserviceClient client, ILogger log)
{
    public async Task<long> AddAsync(long ticket, string html, CancellationToken cancellationToken)
    {
        var note = await client.AddPrivateNoteAsync(ticket, html, cancellationToken);
        var id =
            note.Id("id")
            ?? throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{client.Name} took a note without telling its id. It is looked for and tried again."
            );
        await EnsurePrivateAsync(ticket, id, note, cancellationToken);
        return id;
    }

    /// <returns>False: the note is gone; a person deleted it.</returns>
    public async Task<bool> EditAsync(long ticket, long id, string html, CancellationToken cancellationToken)
    {
        try
        {
            await EnsurePrivateAsync(ticket, id, await client.EditNoteAsync(id, html, cancellationToken), cancellationToken);
            return true;
        }
        catch (ConnectionException gone) when (gone.Status == 404)
        {
            return false;
        }
    }

    /// <summary>The oldest, should there ever be two.</summary>
    public async Task<long?> FindAsync(long ticket, Func<JObject, bool> isOurs, CancellationToken cancellationToken)
    {
        long? oldest = null;
        await foreach (var conversation in client.ConversationsAsync(ticket, cancellationToken))
        {
            if (isOurs(conversation) && conversation.Id("id") is { } id && !(id > oldest))
            {
                oldest = id;
            }
        }

        return oldest;
    }

    private async Task<JObject?> ReadAsync(long ticket, long id, CancellationToken cancellationToken) =>
        await client.ConversationsAsync(ticket, cancellationToken).FirstOrDefaultAsync(c => c.Id("id") == id, cancellationToken);

    /// <summary>Anything but a clear yes counts as public: an internal note that requesters can read is the worst this software could do.</summary>
    private async Task EnsurePrivateAsync(long ticket, long id, JObject note, CancellationToken cancellationToken)
    {
        // Only the answer to creating a note is documented with this flag; where it is not given, the list of notes tells.
        var stored = note.ContainsKey("private") ? note : await ReadAsync(ticket, id, cancellationToken);
        if (stored?.IsTrue("private") == true)
        {
            return;
        }

        log.LogCritical("Freshservice stored note {Note} on ticket {Ticket} as public. It is being deleted.", id, ticket);
        string end;
        try
        {
            await client.DeleteConversationAsync(id, cancellationToken);
            end = "It was deleted at once, but e-mails may have gone out.";
        }
        catch (ConnectionException failed)
        {
            end = $"Deleting it failed ({failed.Message}): delete it by hand now.";
        }

        throw new ConnectionException(
            ConnectionFailure.GiveUp,
            $"{client.Name} made our internal note on ticket {ticket} PUBLIC. {end} Check the rules and apps that change notes before you replay this ticket."
        );
    }
}
