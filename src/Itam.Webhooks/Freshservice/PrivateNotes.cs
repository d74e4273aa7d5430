using Itam.Context.Connections;
using Itam.Context.Sources.Freshservice;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>Private notes, found by what they say and never left where requesters read.</summary>
internal sealed class PrivateNotes(FreshserviceClient client, ILogger log)
{
    /// <summary>The agent whose key we have, as a note we wrote named its author; the API does not tell otherwise. 0: not known yet.</summary>
    private long _self;

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

    /// <returns>
    /// False: the note is gone, or another agent wrote it and it is not ours to edit (the connection got another agent's key).
    /// </returns>
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
        catch (ConnectionException refused) when (refused.Status == 403)
        {
            if (
                await ReadAsync(ticket, id, cancellationToken) is { } note
                && (note.Id("user_id") is not { } author || author == Interlocked.Read(ref _self))
            )
            {
                // Our own: the role lacks the right to edit, and a new note each time would not be one note.
                throw;
            }

            return false;
        }
    }

    /// <summary>Oldest first, should there ever be two.</summary>
    public async Task<IReadOnlyList<long>> FindAsync(long ticket, Func<JObject, bool> isOurs, CancellationToken cancellationToken) =>
        await client
            .ConversationsAsync(ticket, cancellationToken)
            .Where(isOurs)
            .Select(c => c.Id("id"))
            .Where(id => id is not null)
            .Select(id => id!.Value)
            .Order()
            .ToListAsync(cancellationToken);

    private async Task<JObject?> ReadAsync(long ticket, long id, CancellationToken cancellationToken) =>
        await client.ConversationsAsync(ticket, cancellationToken).FirstOrDefaultAsync(c => c.Id("id") == id, cancellationToken);

    /// <summary>Anything but a clear yes counts as public: an internal note that requesters can read is the worst this software could do.</summary>
    private async Task EnsurePrivateAsync(long ticket, long id, JObject note, CancellationToken cancellationToken)
    {
        // Only the answer to creating a note is documented with this flag; where it is not given, the list of notes tells.
        var stored = note.ContainsKey("private") ? note : await ReadAsync(ticket, id, cancellationToken);
        if (stored?.IsTrue("private") == true)
        {
            if (stored.Id("user_id") is { } author)
            {
                Interlocked.Exchange(ref _self, author);
            }

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
