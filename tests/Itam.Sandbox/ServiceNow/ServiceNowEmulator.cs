using System.Globalization;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Webhooks;

namespace Itam.Sandbox.ServiceNow;

/// <summary>An instance: table store with class hierarchy, Table API, sign-ins, journals and the Business Rule that pushes. What real ones may do is a switch.</summary>
public sealed class ServiceNowEmulator : IEmulatedDesk
{
    /// <summary>A Business Rule sends once and never again.</summary>
    public static readonly RetryProfile BusinessRulePush = RetryProfile.Never;

    /// <summary>A Flow REST step with the documentation's example policy: three tries, doubling from 10 s.</summary>
    public static readonly RetryProfile RestStepPush = new(
        [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)],
        static status => status is null or 429 or >= 500
    );

    /// <summary>A Flow REST step with the other policy: as long as the receiver says.</summary>
    public static readonly RetryProfile PatientRestStepPush = RestStepPush with { HonoursRetryAfter = true };

    private readonly BusinessRule _rule;
    private int _numbers = 10_000;

    public ServiceNowEmulator(TimeProvider time, RetryProfile? pushes = null)
    {
        Time = time;
        Store = new Store(time);
        SignIns = new SignIns(time);
        Webhooks = new WebhookSender(pushes ?? BusinessRulePush, time);
        _rule = new BusinessRule(Webhooks, time);
    }

    public string Name => "servicenow";

    public string Product => "ServiceNow";

    public FaultPlan Faults { get; } = new();

    public WebhookSender Webhooks { get; }

    /// <summary>Tables that answer 403 and whose fields do not show through references either.</summary>
    public HashSet<string> ForbiddenTables { get; } = [];

    /// <summary>Tables that answer, but whose rows access rules hide, through references too.</summary>
    public HashSet<string> HiddenTables { get; } = [];

    /// <summary>Fields that the account may not write: the API ignores them and answers 200.</summary>
    public HashSet<string> IgnoredWrites { get; } = [];

    /// <summary>A data policy refuses new tickets without this field.</summary>
    public string? MandatoryField { get; set; }

    /// <summary>A rule of the customer copies every work note to the comments, which the requester reads.</summary>
    public bool CopiesWorkNotesToComments { get; set; }

    /// <summary>The property glide.invalid_query.returns_no_rows.</summary>
    public bool InvalidQueryReturnsNoRows { get; set; }

    /// <summary>False: lists come without X-Total-Count.</summary>
    public bool CountsRows { get; set; } = true;

    /// <summary>Calls whose query takes too long: the status 200 is already sent when the instance breaks off, so the error stands in the body.</summary>
    public int BreaksOff { get; set; }

    /// <summary>Requests per hour that a rate limit rule allows; null is no rule. The first hour ends 20 minutes after the first request.</summary>
    public int? HourlyLimit { get; set; }

    /// <summary>Scripts that a query value smuggled in.</summary>
    public int EvaluatedScripts { get; internal set; }

    public bool PushesShowActor
    {
        get => _rule.ShowsActor;
        set => _rule.ShowsActor = value;
    }

    public bool BasicRestricted
    {
        get => SignIns.BasicRestricted;
        set => SignIns.BasicRestricted = value;
    }

    public TimeSpan TokenLife
    {
        get => SignIns.TokenLife;
        set => SignIns.TokenLife = value;
    }

    public int TokensIssued => SignIns.TokensIssued;

    public IReadOnlyList<string> Numbers
    {
        get
        {
            lock (Lock)
            {
                return [.. Store.Of("task").Select(r => r["number"])];
            }
        }
    }

    internal Lock Lock { get; } = new();

    internal Store Store { get; }

    internal SignIns SignIns { get; }

    internal TimeProvider Time { get; }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>
        {
            ["Kind"] = Name,
            ["BaseUrl"] = $"{sandbox.AbsoluteUri.TrimEnd('/')}/{Name}",
            ["ClientId"] = SignIns.ClientId,
            ["ClientSecret"] = SignIns.ClientSecret,
            ["IntegrationUser"] = SignIns.User,
            ["WebhookSecret"] = BusinessRule.Key,
            ["LinkDevicesAbove"] = "0.9",
        };

    public IReadOnlyDictionary<string, string> RaisingSettings { get; } = new Dictionary<string, string> { ["ServiceRequestTable"] = "sc_req_item" };

    /// <summary>The same instance by HTTP Basic.</summary>
    public static IReadOnlyDictionary<string, string> BasicSignIn { get; } =
        new Dictionary<string, string>
        {
            ["SignIn"] = "Basic",
            ["User"] = SignIns.User,
            ["Password"] = SignIns.Password,
        };

    /// <summary>The same instance by API key.</summary>
    public static IReadOnlyDictionary<string, string> ApiKeySignIn { get; } =
        new Dictionary<string, string> { ["SignIn"] = "ApiKey", ["ApiKey"] = SignIns.ApiKey };

    public void Seed(SandboxCompany company)
    {
        lock (Lock)
        {
            Seeding.Fill(this, company);
        }
    }

    public void Map(IEndpointRouteBuilder routes) => new TableApi(this).Map(routes);

    public string? ErrorBody(int status) =>
        status switch
        {
            401 => TableApi.Error("User Not Authenticated", "Required to provide Auth information"),
            403 => TableApi.Error("Operation Failed", "ACL Exception due to insufficient rights"),
            404 => TableApi.Error("No Record found", "Record doesn't exist or ACL restricts the record retrieval"),
            429 => TableApi.Error("Rate limit exceeded", "Rate limit of 100 requests per hour for Table API exceeded"),
            503 => null,
            _ => TableApi.Error("Operation Failed", null),
        };

    public Task<string> RaiseAsync(NewTicket ticket, CancellationToken cancellationToken) => Task.FromResult(Raise("incident", ticket));

    public Task<string> RaiseRequestedItemAsync(NewTicket ticket, CancellationToken cancellationToken) =>
        Task.FromResult(Raise("sc_req_item", ticket));

    public Task UpdateAsync(string number, string description, CancellationToken cancellationToken) =>
        ChangeAsync(number, new Dictionary<string, string> { ["description"] = description });

    public Task LinkAsync(string number, string? tag, CancellationToken cancellationToken) =>
        ChangeAsync(number, new Dictionary<string, string> { ["cmdb_ci"] = tag is null ? "" : ItemId("asset_tag", tag) });

    /// <summary>An agent changes fields of a ticket by hand; the desk pushes.</summary>
    public Task ChangeAsync(string number, IReadOnlyDictionary<string, string> values)
    {
        lock (Lock)
        {
            Save(Ticket(number), "beth.agent", values);
        }

        return Task.CompletedTask;
    }

    /// <summary>The id that the API wants: <c>table:sys_id</c>.</summary>
    public string IdOf(string number)
    {
        lock (Lock)
        {
            var ticket = Ticket(number);
            return $"{ticket.Table}:{ticket.Id}";
        }
    }

    /// <summary>sys_id of the first configuration item with this value.</summary>
    public string ItemId(string column, string value)
    {
        lock (Lock)
        {
            return Store.Of("cmdb_ci").First(r => r[column] == value).Id;
        }
    }

    /// <summary>A configuration item that no company device stands behind: a duplicate, a service.</summary>
    public string AddItem(string table, IReadOnlyDictionary<string, string> values)
    {
        lock (Lock)
        {
            return Store.Insert(table, "discovery", values).Id;
        }
    }

    /// <summary>sys_id of the first record of any table with this value.</summary>
    public string RecordId(string table, string column, string value)
    {
        lock (Lock)
        {
            return Store.Of(table).First(r => r[column] == value).Id;
        }
    }

    /// <summary>Somebody, or discovery, changes a record that is no ticket.</summary>
    public void Change(string sysId, IReadOnlyDictionary<string, string> values)
    {
        lock (Lock)
        {
            Store.Update(Store.Find(sysId)!, "discovery", values);
        }
    }

    /// <summary>Access rules hide a record from our account.</summary>
    public void Hide(string sysId)
    {
        lock (Lock)
        {
            Store.Find(sysId)!.Hidden = true;
        }
    }

    /// <summary>An administrator deletes journal entries, or any other record.</summary>
    public void Delete(string sysId)
    {
        lock (Lock)
        {
            Store.Delete(Store.Find(sysId)!);
        }
    }

    public void RevokeTokens()
    {
        lock (Lock)
        {
            SignIns.RevokeTokens();
        }
    }

    public TicketView View(string number)
    {
        lock (Lock)
        {
            var ticket = Ticket(number);
            var person = Store.Find(ticket[Seeding.PersonField(ticket.Table)]);
            var devices = new[] { ticket["cmdb_ci"], ticket["configuration_item"] }.Where(id => id.Length > 0).Distinct();
            var notes = Store.Of("sys_journal_field").Where(r => r["element_id"] == ticket.Id).Select(Note);
            return new TicketView(
                number,
                ticket["short_description"],
                ticket["description"],
                person?["name"],
                [.. notes],
                [.. devices.Select(Store.Find).OfType<Row>().Select(r => r["name"])]
            );
        }
    }

    /// <summary>Stores a change and lets the rules run. The caller holds the lock.</summary>
    internal void Save(Row row, string user, IReadOnlyDictionary<string, string> values)
    {
        Store.Update(row, user, values);
        if (CopiesWorkNotesToComments && values.TryGetValue("work_notes", out var note))
        {
            Store.Update(row, user, new Dictionary<string, string> { ["comments"] = note });
        }

        if (row.Table is "incident" or "sc_req_item")
        {
            _rule.Fire(row, "update", user);
        }
    }

    /// <summary>Stores a ticket that came by the API and lets the rules run. The caller holds the lock.</summary>
    internal Row Add(string table, string user, IReadOnlyDictionary<string, string> values)
    {
        var caller = Store.Of("sys_user").First(r => r["user_name"] == user);
        var row = Store.Insert(table, user, Seeding.NewTicketValues(table, NextNumber(table), caller, Store.Now, values));
        if (table is "incident" or "sc_req_item")
        {
            _rule.Fire(row, "insert", user);
        }

        return row;
    }

    internal string NextNumber(string table) =>
        (table == "incident" ? "INC" : "RITM") + (++_numbers).ToString("0000000", CultureInfo.InvariantCulture);

    internal Shapes ShapesFor(HttpRequest request) => new(Store, $"{request.Scheme}://{request.Host}{request.PathBase}", IsSeen);

    internal bool IsSeen(Row row) => !row.Hidden && !ForbiddenTables.Concat(HiddenTables).Any(t => Schema.IsA(row.Table, t));

    private string Raise(string table, NewTicket ticket)
    {
        lock (Lock)
        {
            var person = Store.Of("sys_user").FirstOrDefault(r => ticket.RequesterEmail is { } email && r["email"] == email);
            var item = Store.Of("cmdb_ci").FirstOrDefault(r => ticket.LinkedDeviceTag is { } tag && r["asset_tag"] == tag);
            var user = person?["user_name"] ?? "guest";
            var row = Store.Insert(
                table,
                user,
                Seeding.TicketValues(table, NextNumber(table), ticket.Subject, ticket.Description, person, item, closed: false, Store.Now)
            );
            _rule.Fire(row, "insert", user);
            return row["number"];
        }
    }

    private Row Ticket(string number) =>
        Store.Of("task").FirstOrDefault(r => r["number"] == number)
        ?? throw new KeyNotFoundException($"There is no ticket {number} on this instance.");

    private static NoteView Note(Row entry)
    {
        var at = Store.Moment(entry["sys_created_on"]);
        return new NoteView(
            entry.Id,
            entry["element"] == "comments",
            entry["sys_created_by"],
            JournalView.Html(entry["value"]),
            entry["value"],
            JournalView.Text(entry["value"]),
            at,
            at
        );
    }
}
