using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Itam.Sandbox;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itam.Server.Tests.Sandbox;

/// <summary>The least desk there can be: tickets and notes in memory. The test writes the notes.</summary>
internal sealed class PaperDesk(string name, string product, TimeProvider time) : IEmulatedDesk
{
    private readonly ConcurrentDictionary<string, TicketView> _tickets = new(StringComparer.Ordinal);
    private readonly List<string> _numbers = [];
    private readonly Lock _lock = new();

    public string Name => name;

    public string Product => product;

    public FaultPlan Faults { get; } = new();

    public WebhookSender Webhooks { get; } = new(RetryProfile.Never, time);

    /// <summary>Runs when a ticket was raised, before the desk answers: what the product would do.</summary>
    public Action<string, NewTicket>? OnRaised { get; set; }

    public IReadOnlyList<string> Numbers
    {
        get
        {
            lock (_lock)
            {
                return [.. _numbers];
            }
        }
    }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string> { ["Kind"] = "paper", ["BaseUrl"] = $"{sandbox}{name}" };

    public IReadOnlyDictionary<string, string> RaisingSettings { get; } = new Dictionary<string, string>();

    public void Seed(SandboxCompany company)
    {
        foreach (var past in company.PastTickets)
        {
            Add(new NewTicket(past.RequesterEmail, past.Subject, past.Description, past.DeviceTag));
        }
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tickets/{number}", (string number) => Results.Json(View(number)));
        routes.MapPost("/tickets/{number}/notes", (string number, PaperNote note) => WriteNote(number, note.Html, note.Text, note.Public));
    }

    public string? ErrorBody(int status) => null;

    public Task<string> RaiseAsync(NewTicket ticket, CancellationToken cancellationToken)
    {
        var number = Add(ticket);
        OnRaised?.Invoke(number, ticket);
        Webhooks.Enqueue(Encoding.UTF8.GetBytes(number), "text/plain", static (_, _) => { });
        return Task.FromResult(number);
    }

    public Task UpdateAsync(string number, string description, CancellationToken cancellationToken)
    {
        _tickets[number] = View(number) with { Description = description };
        return Task.CompletedTask;
    }

    public Task LinkAsync(string number, string? tag, CancellationToken cancellationToken) => throw new NotSupportedException();

    public TicketView View(string number) => _tickets[number];

    public void WriteNote(string number, string html, string text = "", bool isPublic = false)
    {
        var now = time.GetUtcNow();
        var view = View(number);
        _tickets[number] = view with
        {
            Notes = [.. view.Notes, new NoteView($"n{view.Notes.Count + 1}", isPublic, "Itam", html, html, text, now, now)],
        };
    }

    /// <summary>A note that looks like a real one.</summary>
    public void WriteNoteAbout(string number, string tag) => WriteNote(number, SampleNote.Html(tag), SampleNote.Text(tag));

    private string Add(NewTicket ticket)
    {
        lock (_lock)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{name.ToUpperInvariant()}-{_numbers.Count + 1}");
            var linked = ticket.LinkedDeviceTag is { } tag ? new[] { tag } : [];
            _tickets[number] = new TicketView(number, ticket.Subject, ticket.Description, ticket.RequesterEmail, [], linked);
            _numbers.Add(number);
            return number;
        }
    }
}

internal static class SampleNote
{
    public static string Text(string tag) =>
        $"""
            Asset context
            ✕ Act Disk 97 % full, 6.1 GB free
            Device ThinkPad T14 Gen 4 · {tag} · PF3ABCDE · sure (0.97): assigned to Dana
            or MacBook Air · MB-0107
            Do 1 Swap from stock
            """;

    public static string Html(string tag) =>
        $"""
            <div class="panel panel-error"><p><strong>Asset context</strong> <em>as of 21 Nov 2026, 09:42 UTC</em></p>
            <p><strong>Dana Demo</strong> · Sales, Berlin · 10:42 there · VIP</p></div>
            <table><tbody>
            <tr><th><span class="status status-red">✕ Act</span></th><td><strong>Disk 97 % full, 6.1 GB free</strong> · <em>Intune, 3 h ago</em></td></tr>
            <tr><th><span class="status status-yellow">! Watch</span></th><td>Warranty ends in 18 days (Premier Support, 9 Dec 2026) · <em>Lenovo, 6 days ago</em></td></tr>
            <tr><th><span class="status status-green">✓ OK</span></th><td>Encrypted</td></tr>
            <tr><th><span class="status status-neutral">? Unknown</span></th><td>Compliance</td></tr>
            <tr><th>Device</th><td><p><strong>ThinkPad T14 Gen 4</strong> <code>{HtmlEncoder.Default.Encode(
                tag
            )}</code> <code>PF3ABCDE</code></p><p>sure (0.97): assigned to Dana, seen 4 min ago</p></td></tr>
            <tr><th>or</th><td><strong>MacBook Air</strong> <code>MB-0107</code> less likely (0.21): assigned, silent for 41 days</td></tr>
            <tr><th>Do</th><td><ol><li>Swap from stock: 3 × T14 Gen 4 in Berlin</li><li>Claim the battery before 9 Dec</li></ol></td></tr>
            <tr><th>History</th><td>This device: 3 tickets in 90 days, 2 × battery</td></tr>
            <tr><th>Licenses</th><td>Microsoft 365 E3 ✓ · Visio: asked for in the text, not entitled, 4 seats free</td></tr>
            </tbody></table>
            <p><em>Wrong device? Link the right one on the ticket.</em> <code>ctx-7f3a9c2e</code></p>
            """;
}

internal sealed record PaperNote(string Html, string Text, bool Public);
