using Itam.Sandbox.Company;
using Itam.Sandbox.Webhooks;

namespace Itam.Sandbox;

/// <summary>One emulated desk: besides its API its webhooks, and what the Sandbox page needs to show it.</summary>
public interface IEmulatedDesk : IEmulatedSystem
{
    WebhookSender Webhooks { get; }

    /// <summary>What a connection needs beside <see cref="IEmulatedSystem.ConnectionSettings"/> to raise tickets.</summary>
    IReadOnlyDictionary<string, string> RaisingSettings { get; }

    void Seed(SandboxCompany company);

    /// <summary>A person raises a ticket; the desk stores it and sends its webhook. Returns the number that people use.</summary>
    Task<string> RaiseAsync(NewTicket ticket, CancellationToken cancellationToken);

    /// <summary>A person changes the words of a ticket; the desk sends its webhook.</summary>
    Task UpdateAsync(string number, string description, CancellationToken cancellationToken);

    /// <summary>A person sets the device that is linked on a ticket, in place of whatever was, or empties the field; the desk sends its webhook.</summary>
    /// <param name="tag">Asset tag; null empties it.</param>
    Task LinkAsync(string number, string? tag, CancellationToken cancellationToken);

    /// <summary>What an agent sees of the ticket now.</summary>
    /// <exception cref="KeyNotFoundException">No such ticket.</exception>
    TicketView View(string number);

    IReadOnlyList<string> Numbers { get; }
}

/// <param name="RequesterEmail">Null: raised by nobody the desk knows.</param>
public sealed record NewTicket(string? RequesterEmail, string Subject, string Description, string? LinkedDeviceTag = null);

/// <param name="LinkedDevices">Labels of the devices linked on the ticket.</param>
public sealed record TicketView(
    string Number,
    string Subject,
    string Description,
    string? Requester,
    IReadOnlyList<NoteView> Notes,
    IReadOnlyList<string> LinkedDevices
);

/// <param name="Html">The note as the desk would render it for an agent: safe HTML made by the emulator from what was stored (ADF, HTML or journal text).</param>
/// <param name="Raw">What was stored.</param>
/// <param name="Text">The visible text, line by line.</param>
public sealed record NoteView(
    string Id,
    bool Public,
    string Author,
    string Html,
    string Raw,
    string Text,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);
