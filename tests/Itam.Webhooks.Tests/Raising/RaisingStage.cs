using Itam.Context.Desks;
using Itam.Sandbox;
using Itam.Testing.Time;
using Itam.Webhooks.Receiving;
using Microsoft.AspNetCore.Http;

namespace Itam.Webhooks.Tests.Raising;

/// <summary>An emulated desk with the product connected to it, in the words that all desks share.</summary>
public abstract class RaisingStage : IAsyncDisposable
{
    public abstract IServiceDesk Desk { get; }

    public abstract IWebhookReceiver Receiver { get; }

    public abstract IEmulatedDesk Emulated { get; }

    /// <summary>Dana Demo with the account that the desk knows.</summary>
    public abstract TicketPerson Dana { get; }

    /// <summary>Identifiers of the device with the tag LT-0042 or ASSET-42, which the desk knows.</summary>
    public abstract LinkedDevice Device { get; }

    /// <summary>What an agent sees where it is linked.</summary>
    public abstract string DeviceLabel { get; }

    public abstract bool Raises(HttpRequest request);

    public abstract bool Comments(HttpRequest request);

    public abstract bool Links(HttpRequest request);

    public abstract TicketView View(TicketRef ticket);

    public abstract void Pass(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    /// <summary>What the product makes of the webhooks that the desk has sent so far.</summary>
    public async Task<IReadOnlyList<WebhookReading>> ReadingsAsync()
    {
        await Eventually.IsTrueAsync(() => Emulated.Webhooks.OnTheWay == 0, "every webhook has arrived");
        return [.. Emulated.Webhooks.Sent.Select(w => Receiver.Read(w.Body, "application/json"))];
    }
}
