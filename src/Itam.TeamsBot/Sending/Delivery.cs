using Itam.Context.Chat;
using Itam.Context.Connections;
using Itam.TeamsBot.Connector;
using Itam.TeamsBot.Protocol;

namespace Itam.TeamsBot.Sending;

/// <summary>Where something goes, as far as it is known.</summary>
/// <param name="ConversationId">Null: it must be created, with <paramref name="Person"/>.</param>
/// <param name="Person">Of a personal conversation; null where there is nobody to create one with.</param>
/// <param name="Reference">What is stored of it.</param>
internal sealed record Place(string ServiceUrl, string? ConversationId, string? Person, string EntraTenant, ConversationReference? Reference);

/// <param name="ActivityId">Null: the channel told none.</param>
/// <param name="CreatedIn">The Entra tenant in which the conversation was opened; null when it was there.</param>
internal sealed record Delivered(string ConversationId, string? ActivityId, string? CreatedIn);

/// <summary>
/// One delivery with what can be mended at once: a deleted card is sent anew, a lost personal conversation is created once, a message that is too large is
/// shortened once. Everything else is the caller's to judge.
/// </summary>
internal sealed class Delivery(Bot bot, Place place, string? updateId, Activity activity, string tooLarge)
{
    private string? _conversation = place.ConversationId;
    private string? _update = updateId;
    private Activity _activity = activity;
    private string? _createdIn;
    private bool _shortened;

    /// <summary>A message was being sent, so that a missing answer leaves it open whether it can be seen.</summary>
    public bool IsPosting { get; private set; }

    public async Task<Delivered> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryAsync(cancellationToken);
            }
            catch (ConnectionException failure) when (Mend(failure))
            {
                IsPosting = false;
            }
        }
    }

    private async Task<Delivered> TryAsync(CancellationToken cancellationToken)
    {
        if (_conversation is null)
        {
            (_conversation, _createdIn) = await CreateAsync(place.Person!, cancellationToken);
        }

        var outgoing = _activity with
        {
            From = new ChannelAccount { Id = bot.Connection.BotId },
            Conversation = new ConversationAccount { Id = _conversation },
        };
        if (_update is { } existing)
        {
            await bot.Connector.UpdateActivityAsync(place.ServiceUrl, _conversation, existing, outgoing with { Id = existing }, cancellationToken);
            return new Delivered(_conversation, existing, _createdIn);
        }

        IsPosting = true;
        return new Delivered(
            _conversation,
            await bot.Connector.SendToConversationAsync(place.ServiceUrl, _conversation, outgoing, cancellationToken),
            _createdIn
        );
    }

    /// <summary>The register does not say in which of the served directories a person is: whichever of them knows the person.</summary>
    private async Task<(string Conversation, string EntraTenant)> CreateAsync(string person, CancellationToken cancellationToken)
    {
        string[] tenants = [place.EntraTenant, .. bot.Connection.EntraTenants.Where(t => t != place.EntraTenant)];
        for (var i = 0; ; i++)
        {
            try
            {
                return (await bot.Connector.CreateConversationAsync(place.ServiceUrl, tenants[i], person, cancellationToken), tenants[i]);
            }
            catch (ConnectionException unknown) when (unknown.Status == 400 && i + 1 < tenants.Length)
            {
                // Not in this directory; the next one is asked.
            }
        }
    }

    private bool Mend(ConnectionException failure)
    {
        switch (failure.Status, failure.Code)
        {
            case (404, ConnectorCodes.ConversationNotFound) when place.Person is not null && _createdIn is null:
                _conversation = null;
                _update = null;
                return true;
            case (404, _) when _update is not null && failure.Code != ConnectorCodes.ConversationNotFound:
                _update = null;
                return true;
            case (413, _) when !_shortened:
                _shortened = true;
                _activity = Shortened(_activity, tooLarge);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Of a card its own fallback text, which says the same in fewer words; of a text its beginning.</summary>
    private static Activity Shortened(Activity activity, string tooLarge)
    {
        const int Longest = 4000;
        var card = activity.Attachments is [{ Content: Newtonsoft.Json.Linq.JObject content }, ..] ? content : null;
        var text = card?["fallbackText"].Text() ?? card?["speak"].Text() ?? activity.Summary ?? activity.Text ?? "";
        return activity with
        {
            Attachments = null,
            Text = text.Length == 0 ? tooLarge : $"{(text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text)}\n\n{tooLarge}",
            TextFormat = "plain",
        };
    }
}
