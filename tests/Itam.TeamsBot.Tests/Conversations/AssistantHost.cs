using System.Net;
using Itam.Context;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Sandbox;
using Itam.Sandbox.Freshservice;
using Itam.Sandbox.Sources.SnipeIt;
using Itam.Sandbox.Teams;
using Itam.Server.Hosting;
using Itam.TeamsBot.Authentication;
using Itam.Testing;
using Itam.Testing.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Conversations;

/// <summary>
/// The real server between an emulated desk and emulated Teams, with a small company in all three: Dana asks, Kim is her manager, Max is Kim's, Finn is the
/// second approver, Sam has the stockroom, Ada is an agent, Sec looks after security. Nobody told the register Dana's Entra id; Teams knows her e-mail.
/// </summary>
internal sealed class AssistantHost : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("acme");

    private readonly WebApplication _app;
    private readonly TestDatabase _database;
    private readonly SandboxHost _sandbox;
    private readonly string _folder;

    private AssistantHost(
        WebApplication app,
        TestDatabase database,
        SandboxHost sandbox,
        TeamsEmulator teams,
        EmulatedFreshservice desk,
        string folder
    )
    {
        _app = app;
        _database = database;
        _sandbox = sandbox;
        _folder = folder;
        Teams = teams;
        Desk = desk;
    }

    public TeamsEmulator Teams { get; }
    public EmulatedFreshservice Desk { get; }
    public Database Database => _app.Services.GetRequiredService<Database>();
    public TeamsConnection Bot => _app.Services.GetRequiredService<BotOptions>().Bots.Single();
    public WorkQueue Queue => _app.Services.GetRequiredService<WorkQueue>();

    /// <param name="register">An asset register that may be written, where the company has one.</param>
    /// <param name="with">Settings that differ from the usual ones; null takes one away.</param>
    /// <param name="catalogue">Instead of the usual one.</param>
    public static async Task<AssistantHost> StartAsync(
        TestEngine engine = TestEngine.Sqlite,
        SnipeItEmulator? register = null,
        string? catalogue = null,
        params (string Name, string? Value)[] with
    )
    {
        var users = AssistantCompany.Names.Select(AssistantCompany.User).ToList();
        var teams = new TeamsEmulator(TimeProvider.System, users);
        var triage = teams.ChannelOf("triage", [.. users]);
        var desk = new EmulatedFreshservice(TimeProvider.System);
        var database = await TestDatabase.CreateAsync(engine);
        IEmulatedSystem[] systems = register is null ? [teams] : [teams, register];
        var sandbox = await SandboxHost.StartAsync(SmallCompany.Create(), [desk], TimeProvider.System, sources: systems);
        var folder = Directory.CreateTempSubdirectory("itam-assistant").FullName;
        var file = Path.Combine(folder, "catalogue.json");
        await File.WriteAllTextAsync(file, catalogue ?? AssistantCompany.Catalogue);
        var settings = new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Database"] = database.Setting,
            ["Connections:teams:Tenant"] = Tenant.Value,
            ["Connections:teams:Desk"] = "freshservice",
            ["Connections:teams:Agents"] = "ada@example.com",
            ["Connections:teams:Security"] = "sec@example.com",
            ["Connections:teams:HelpText"] = "Call 4711",
            ["Connections:teams:Triage:Channel"] = triage.Id,
            ["Connections:freshservice:Kind"] = "freshservice",
            ["Connections:freshservice:Tenant"] = Tenant.Value,
            ["Equipment:Tenant"] = Tenant.Value,
            ["Equipment:Catalogue"] = file,
            ["Equipment:Desk"] = "freshservice",
            ["Equipment:Stockroom"] = "sam@example.com",
            ["Equipment:FallbackApprover"] = "max@example.com",
            ["Equipment:SecondApprover"] = "finn@example.com",
            ["Equipment:SecondApprovalAbove"] = "1500",
        };
        foreach (var (name, value) in teams.ConnectionSettings(sandbox.Address))
        {
            settings[$"Connections:teams:{name}"] = value;
        }

        foreach (var (name, value) in desk.ConnectionSettings(sandbox.Address))
        {
            settings[$"Connections:freshservice:{name}"] = value;
        }

        if (register is not null)
        {
            settings["Connections:assets:Tenant"] = Tenant.Value;
            settings["Connections:assets:AllowWrites"] = "true";
            foreach (var (name, value) in register.ConnectionSettings(sandbox.Address))
            {
                settings[$"Connections:assets:{name}"] = value;
            }
        }

        foreach (var (name, value) in with)
        {
            settings[name] = value;
        }

        var app = ServerHost.Build(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Roles.All,
            services =>
            {
                services.AddSingleton(new WorkOptions { Poll = TimeSpan.FromMilliseconds(50) });
                services.AddSingleton(new Backoff(Random.Shared.NextDouble, pace: 0.01));
            }
        );
        var host = new AssistantHost(app, database, sandbox, teams, desk, folder);
        await AssistantCompany.RegisterAsync(host.Database, Tenant, teams.Users);
        await app.StartAsync();
        teams.Channel.Target = new Uri($"{app.Urls.First()}/api/messages");
        desk.Webhooks.Target = new Uri($"{app.Urls.First()}/webhooks/freshservice");
        return host;
    }

    public TeamsUser this[string name] => Teams.User(name);

    public TeamsConversation ChatOf(string name) => Teams.Personal(Teams.User(name));

    public TeamsConversation Triage => Teams.Conversations.First(c => c.TeamId == "triage");

    /// <summary>Somebody writes, and everything that follows has happened.</summary>
    public async Task<TeamsMessage> WriteAsync(string who, string text)
    {
        (await Teams.Channel.WriteAsync(this[who], ChatOf(who), text)).Status.Should().Be(HttpStatusCode.Accepted);
        await SettleAsync();
        return Last(who);
    }

    /// <summary>Somebody presses a button of the newest card that has it, with what they typed.</summary>
    /// <returns>The answer's value: a card, or a line.</returns>
    public async Task<JToken> PressAsync(string who, string title, params (string Id, string Value)[] inputs)
    {
        var (message, action) = Find(who, title);
        return await PressAsync(who, message, action, inputs);
    }

    public async Task<JToken> PressAsync(string who, TeamsMessage message, JObject action, params (string Id, string Value)[] inputs)
    {
        var data = (JObject)action["data"]!.DeepClone();
        foreach (var (id, value) in inputs)
        {
            data[id] = value;
        }

        var answer = await Teams.Channel.PressAsync(this[who], ChatOf(who), message.Id, (string)action["verb"]!, data);
        answer.Status.Should().Be(HttpStatusCode.OK, "{0}", answer.Body);
        answer.Json.Value<int>("statusCode").Should().Be(200, "{0}", answer.Body);
        await SettleAsync();
        return answer.Json["value"]!;
    }

    /// <summary>Opens the dialog behind a button, and submits what is typed into it.</summary>
    /// <returns>What the dialog answers: a line, or its card again.</returns>
    public async Task<JToken> DialogAsync(string who, JObject action, params (string Id, string Value)[] inputs)
    {
        var opened = await InvokeAsync(who, "task/fetch", new JObject { ["data"] = action["data"] });
        var card = opened.SelectToken("task.value.card.content");
        if (card is null)
        {
            return opened.SelectToken("task.value")!;
        }

        var send = card.SelectTokens("$..*").OfType<JObject>().Single(o => (string?)o["type"] == "Action.Submit");
        var data = (JObject)send["data"]!.DeepClone();
        foreach (var (id, value) in inputs)
        {
            data[id] = value;
        }

        var answer = await InvokeAsync(who, "task/submit", new JObject { ["data"] = data });
        await SettleAsync();
        return answer.SelectToken("task.value.card.content") ?? answer.SelectToken("task.value")!;
    }

    public async Task<JObject> InvokeAsync(string who, string name, JObject value)
    {
        var answer = await Teams.Channel.DeliverAsync(Teams.Channel.Invoke(this[who], ChatOf(who), name, value));
        answer.Status.Should().Be(HttpStatusCode.OK, "{0}", answer.Body);
        return answer.Json;
    }

    public (TeamsMessage Message, JObject Action) Find(string who, string title)
    {
        foreach (var message in ChatOf(who).Messages.Reverse())
        {
            var action = message.CardFor(this[who])?.Descendants().OfType<JObject>().FirstOrDefault(o => Is(o) && (string?)o["title"] == title);
            if (action is not null)
            {
                return (message, action);
            }
        }

        throw new InvalidOperationException(
            $"{who} sees no button '{title}'. What stands in the chat:\n{string.Join("\n", ChatOf(who).Messages.Select(m => m.Text ?? Words(m.CardFor(this[who])!)))}"
        );

        static bool Is(JObject o) =>
            (string?)o["type"] is "Action.Execute" || ((string?)o["type"] is "Action.Submit" && o.Parent is not JProperty { Name: "fallback" });
    }

    /// <summary>As agents see them on the desk.</summary>
    public IReadOnlyList<TicketView> Tickets => [.. Desk.Numbers.Select(Desk.View)];

    /// <summary>As it is on the person's screen.</summary>
    public JObject LastCard(string who) => ChatOf(who).Messages.Last(m => m is { FromBot: true, Card: not null }).CardFor(this[who])!;

    /// <summary>The cards as whoever opens the chat anew sees them.</summary>
    public string Stored(string who) =>
        string.Join("\n", ChatOf(who).Messages.Where(m => m is { FromBot: true, Card: not null }).Select(m => Words(m.Card!)));

    public TeamsMessage Last(string who) => ChatOf(who).Messages.Last(m => m.FromBot);

    /// <summary>All that a person can read on it.</summary>
    public static string Words(JToken card) =>
        card is JValue line
            ? (string)line!
            : string.Join(
                "\n",
                card.SelectTokens("$..*")
                    .OfType<JObject>()
                    .Select(o =>
                        (string?)o["type"] switch
                        {
                            "TextBlock" => (string?)o["text"],
                            "RichTextBlock" => string.Concat(o["inlines"]!.Select(i => (string?)i["text"])),
                            "Action.Execute" or "Action.OpenUrl" or "Action.ToggleVisibility" => $"[{o["title"]}]",
                            _ => null,
                        }
                    )
                    .OfType<string>()
            );

    public async Task SettleAsync() =>
        (
            await Queue.ReachAsync(
                Tenant,
                c => c.Kind != "sweep" && (c.Phase is WorkPhase.Due or WorkPhase.Running || IsTriedAgain(c)),
                () => Desk.Webhooks.OnTheWay == 0,
                TimeSpan.FromSeconds(40)
            )
        )
            .Should()
            .BeTrue("everything should have come to rest");

    /// <summary>Waits for its next attempt; timers wait for hours and are none of a step's business.</summary>
    private static bool IsTriedAgain(WorkCount count) =>
        count
            is {
                Phase: WorkPhase.Waiting,
                Kind: "teams-send"
                    or "teams-activity"
                    or "raise-ticket"
                    or "report-comment"
                    or "equipment-ticket"
                    or "asset-write"
                    or "case-unreached"
                    or "write-note"
            };

    public async Task<T> ReadAsync<T>(Func<ItamDb, Task<T>> read)
    {
        await using var db = Database.Open(Tenant);
        return await read(db);
    }

    /// <summary>The register knows this person by e-mail only.</summary>
    public Task ForgetAsync(string name) =>
        Database.WriteAsync(
            Tenant,
            (db, token) =>
                db.PersonIdentities.Where(i => i.Kind == IdentityKind.DirectoryId && i.Value == this[name].EntraId).ExecuteDeleteAsync(token),
            default
        );

    public async Task<Device> DeviceAsync(string tag) => await ReadAsync(db => db.Devices.AsNoTracking().SingleAsync(d => d.AssetTag == tag));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
        await _database.DisposeAsync();
        Teams.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
