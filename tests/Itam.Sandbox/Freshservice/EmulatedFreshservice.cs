using System.Security.Cryptography;
using System.Text;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Webhooks;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Freshservice;

/// <summary>One Freshservice account: tickets, notes, requesters and agents, assets, workspaces, limits, and an automator that sends webhooks.
/// Answered 501 on purpose, since the product does not call them: the service catalog, on- and offboarding, installations and license lists, purchase orders,
/// problems and changes, assignment histories, attachments, filters of tickets by anything but a tag.</summary>
public sealed partial class EmulatedFreshservice : IEmulatedDesk
{
    private readonly FreshserviceState _state;
    private readonly FreshserviceApi _api;
    private readonly List<string> _requests = [];
    private readonly int _seed;

    /// <param name="retries">How often a webhook that fails is sent again: 0, 3 and 4 are told of real accounts.</param>
    /// <param name="seed">Decides the numbers that differ between accounts: asset types, keys, secrets.</param>
    public EmulatedFreshservice(TimeProvider time, int seed = 7, int retries = 3)
    {
        _seed = seed;
        _state = new FreshserviceState(time, seed);
        _api = new FreshserviceApi(_state, this);
        Limits = new RateBuckets(time);
        ApiKey = Invent("api-key", seed)[..20];
        WebhookSecret = Invent("webhook", seed);
        Webhooks = new WebhookSender(
            new RetryProfile([.. RetryMinutes.Take(retries).Select(m => TimeSpan.FromMinutes(m))], static status => status is not (>= 200 and < 300)),
            time
        );
    }

    public static long AccountIdOf(SandboxPerson person) => 1_000 + person.Number;

    public string Name => "freshservice";

    public string Product => "Freshservice";

    public FaultPlan Faults { get; } = new();

    public WebhookSender Webhooks { get; }

    public string ApiKey { get; private set; }

    public string WebhookSecret { get; }

    /// <summary>The plan has no assets: their routes and includes answer 403 require_feature.</summary>
    public bool WithoutAssets { get; set; }

    /// <summary>What a list of tickets may embed.</summary>
    public ICollection<string> ListEmbeds { get; } = new HashSet<string>(["requester", "stats"], StringComparer.Ordinal);

    /// <summary>The account has no workspaces: the field is refused.</summary>
    public bool WithoutWorkspaces { get; set; }

    /// <summary>Workspaces the agent is not a member of: their assets answer 403, and lists over all leave them out.</summary>
    public ICollection<long> ClosedWorkspaces { get; } = new HashSet<long>();

    /// <summary>Workspaces that the list of workspaces leaves out.</summary>
    public ICollection<long> UnlistedWorkspaces { get; } = new HashSet<long>();

    /// <summary>A list of assets without a filter takes no workspace but 0.</summary>
    public bool PlainListTakesOnlyZero { get; set; }

    /// <summary>Paths that refuse workspace_id whatever the account has: "/contracts".</summary>
    public ICollection<string> RefusesWorkspaceId { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>A form rule makes every change of a ticket fail.</summary>
    public bool MandatoryFieldIsEmpty { get; set; }

    /// <summary>The API takes incidents only, as its documentation said for long.</summary>
    public bool IncidentsOnly { get; set; }

    /// <summary>Something in the account turns private notes public.</summary>
    public bool MakesNotesPublic { get; set; }

    /// <summary>Answers to writing a note come bare and without the private flag.</summary>
    public bool AnswersNotesTersely { get; set; }

    /// <summary>The automator also fires on notes, ours included.</summary>
    public bool NotesTriggerAutomator { get; set; }

    /// <summary>Most rows on one page, whatever is asked for.</summary>
    public int PageLimit { get; set; } = 100;

    /// <summary>Last look at an answer before it is sent: the path and the body.</summary>
    public Action<string, JObject>? Answers { get; set; }

    /// <summary>How far searches and filters trail.</summary>
    public TimeSpan IndexLag { get; set; }

    /// <summary>Every call as "GET /api/v2/tickets/12?include=assets".</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public IReadOnlyList<string> Numbers
    {
        get
        {
            lock (_state.Gate)
            {
                return [.. _state.Tickets.Select(t => t.Number)];
            }
        }
    }

    internal RateBuckets Limits { get; }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = Name,
            ["BaseUrl"] = $"{sandbox.AbsoluteUri.TrimEnd('/')}/{Name}",
            ["ApiKey"] = ApiKey,
            ["WebhookSecret"] = WebhookSecret,
            ["LinkDevicesAbove"] = "0.9",
        };

    /// <summary>None: the account's own key raises tickets.</summary>
    public IReadOnlyDictionary<string, string> RaisingSettings { get; } = new Dictionary<string, string>();

    /// <summary>The smallest part of any limit that was ever left: 0.5 is half.</summary>
    public double LeastLeft => Limits.LeastLeft;

    public void SetLimits(int overall, int list, int single) => (Limits.Overall, Limits.List, Limits.Single) = (overall, list, single);

    public void Seed(SandboxCompany company) => _state.Seed(company);

    public void Map(IEndpointRouteBuilder routes) => _api.Map(routes);

    public string? ErrorBody(int status) =>
        status switch
        {
            401 => """{"code":"invalid_credentials","message":"You have to be logged in to perform this action."}""",
            403 => """{"code":"access_denied","message":"You are not authorized to perform this action."}""",
            409 => """{"description":"Validation failed","errors":[{"field":"id","message":"already changed","code":"inconsistent_state"}]}""",
            _ => null,
        };

    public Task<string> RaiseAsync(NewTicket ticket, CancellationToken cancellationToken) => RaiseAsync(ticket, "Incident");

    /// <param name="type">"Incident" or "Service Request".</param>
    public Task<string> RaiseAsync(NewTicket ticket, string type)
    {
        lock (_state.Gate)
        {
            var stored = _state.NewTicket(ticket.RequesterEmail, ticket.Subject, ticket.Description, ticket.LinkedDeviceTag, _state.Now, type);
            SendWebhook(stored, "ticket_raised");
            return Task.FromResult(stored.Number);
        }
    }

    public Task UpdateAsync(string number, string description, CancellationToken cancellationToken)
    {
        lock (_state.Gate)
        {
            var ticket = Ticket(number);
            ticket.Description = NoteHtml.FromText(description);
            ticket.DescriptionText = description;
            ticket.UpdatedAt = _state.Now;
            SendWebhook(ticket, "ticket_updated");
            return Task.CompletedTask;
        }
    }

    public Task LinkAsync(string number, string? tag, CancellationToken cancellationToken)
    {
        lock (_state.Gate)
        {
            var ticket = Ticket(number);
            ticket.Assets = [.. _state.Assets.Where(a => a.Tag == tag).Select(a => a.DisplayId)];
            ticket.UpdatedAt = _state.Now;
            SendWebhook(ticket, "ticket_updated");
            return Task.CompletedTask;
        }
    }

    public TicketView View(string number)
    {
        lock (_state.Gate)
        {
            var ticket = Ticket(number);
            return new TicketView(
                number,
                ticket.Subject,
                ticket.DescriptionText,
                _state.People.Find(p => p.Id == (ticket.RequestedForId ?? ticket.RequesterId))?.Name,
                [
                    .. _state
                        .Conversations.Where(c => c.TicketId == ticket.Id)
                        .Select(c => new NoteView(
                            c.Id.ToString(),
                            !c.Private,
                            _state.People.Find(p => p.Id == c.UserId)?.Name ?? "",
                            NoteHtml.Sanitise(c.Body),
                            c.Body,
                            NoteHtml.Text(c.Body),
                            c.CreatedAt,
                            c.UpdatedAt
                        )),
                ],
                [.. ticket.Assets.Select(id => _state.Assets.Find(a => a.DisplayId == id)!.Name)]
            );
        }
    }

    /// <summary>Priority, first tag and requester of a ticket.</summary>
    public (int Priority, string? Tag, long? Requester) TicketOf(string number)
    {
        lock (_state.Gate)
        {
            var ticket = Ticket(number);
            return (ticket.Priority, ticket.Tags.FirstOrDefault(), ticket.RequesterId);
        }
    }

    /// <summary>A colleague writes on the ticket.</summary>
    public void WriteAsColleague(string number, string html, bool isPrivate)
    {
        lock (_state.Gate)
        {
            _state.NewNote(Ticket(number), _state.People.First(p => p.IsAgent && p != _state.KeyOwner).Id, html, isPrivate);
        }
    }

    /// <summary>A colleague deletes a note.</summary>
    public void DeleteNote(string noteId)
    {
        lock (_state.Gate)
        {
            _state.Conversations.RemoveAll(c => c.Id.ToString() == noteId);
        }
    }

    /// <summary>An agent raises the ticket for somebody else.</summary>
    public void SetRequestedFor(string number, string companyEmail)
    {
        lock (_state.Gate)
        {
            Ticket(number).RequestedForId = _state.People.First(p => p.CompanyEmail == companyEmail).Id;
        }
    }

    public void SetPriority(string number, int priority)
    {
        lock (_state.Gate)
        {
            Ticket(number).Priority = priority;
        }
    }

    public void MoveToOtherWorkspace(string number)
    {
        lock (_state.Gate)
        {
            Ticket(number).WorkspaceId = FreshserviceState.OtherWorkspace;
        }
    }

    public void MoveToTrash(string number)
    {
        lock (_state.Gate)
        {
            Ticket(number).Deleted = true;
        }
    }

    /// <summary>The connection gets the key of another agent.</summary>
    public void HandOverTo(string agentEmail)
    {
        lock (_state.Gate)
        {
            _state.KeyOwner = _state.People.First(p => p.IsAgent && p.CompanyEmail == agentEmail);
            ApiKey = Invent($"api-key of {agentEmail}", _seed)[..20];
        }
    }

    /// <summary>One more asset, of the type of the first.</summary>
    public void AddAsset(string name, string tag, string serial)
    {
        lock (_state.Gate)
        {
            var first = _state.Assets[0];
            _state.Assets.Add(
                new StoredAsset
                {
                    Id = _state.Assets.Max(a => a.Id) + 1,
                    DisplayId = _state.Assets.Max(a => a.DisplayId) + 1,
                    Name = name,
                    Tag = tag,
                    Serial = serial,
                    AssetTypeId = first.AssetTypeId,
                    WorkspaceId = FreshserviceState.PrimaryWorkspace,
                    UserId = null,
                    State = "In Stock",
                    Os = first.Os,
                    Product = first.Product,
                    WarrantyEnd = null,
                    UpdatedAt = _state.Now.AddDays(-30),
                }
            );
        }
    }

    /// <summary>One more contract about an application.</summary>
    public void AddContract(string product, int owned, DateOnly? end, string status = "active")
    {
        lock (_state.Gate)
        {
            _state.Applications.First(a => a.Name == product).Contracts.Add((status, owned, end));
        }
    }

    /// <summary>Somebody edits an asset.</summary>
    public void EditAsset(string tag, string state, DateOnly? warrantyEnd)
    {
        lock (_state.Gate)
        {
            var asset = _state.Assets.First(a => a.Tag == tag);
            asset.State = state;
            asset.WarrantyEnd = warrantyEnd;
            asset.UpdatedAt = _state.Now;
        }
    }

    /// <summary>Assets that searches do not show until <see cref="IndexLag"/> is over.</summary>
    public void TouchAsset(string tag)
    {
        lock (_state.Gate)
        {
            _state.Assets.First(a => a.Tag == tag).UpdatedAt = _state.Now;
        }
    }

    internal void Log(string request)
    {
        lock (_requests)
        {
            _requests.Add(request);
        }
    }

    private StoredTicket Ticket(string number) =>
        _state.Tickets.Find(t => t.Number == number) ?? throw new KeyNotFoundException($"There is no ticket {number} in the emulated Freshservice.");

    private static string Invent(string purpose, int seed) =>
        Convert
            .ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"freshservice sandbox {purpose} {seed}")))
            .Replace('+', '-')
            .Replace('/', '_')
            .TrimEnd('=');
}
