using System.Text.Json.Nodes;
using Itam.Sandbox.Company;
using Itam.Sandbox.Page;
using Itam.Sandbox.Teams;
using Itam.Sandbox.Teams.Page;

namespace Itam.Sandbox.Demo;

/// <summary>Teams of the demo company: everybody has the app, and a few are worth playing.</summary>
internal sealed class DemoTeams : IDisposable
{
    private readonly DemoCast _cast;
    private readonly TeamsConversation _triage;

    public DemoTeams(SandboxCompany company, TimeProvider time)
    {
        _cast = DemoCast.Of(company);
        Teams = new TeamsEmulator(time, [.. company.People.Select(User)]);
        _triage = Teams.ChannelOf("triage", [.. new[] { _cast.Agent, _cast.Security }.OfType<SandboxPerson>().Distinct().Select(Of)]);
    }

    public TeamsEmulator Teams { get; }

    public Stage On(Board board) => new(Teams, Members(), _triage, board);

    /// <summary>The connection <c>teams</c> of the product's configuration. The Playground's pages are on localhost, so only here that host may get our token.</summary>
    public JsonObject Connection(Uri sandbox, string tenant, string desk)
    {
        var connection = new JsonObject { ["Tenant"] = tenant };
        foreach (var (name, value) in Teams.ConnectionSettings(sandbox))
        {
            connection[name] = value;
        }

        connection["ServiceHosts"] = $"{connection["ServiceHosts"]}, localhost";
        connection["Desk"] = desk;
        connection["Agents"] = _cast.Agent.Email;
        connection["HelpText"] = "Call 4711, or come to the service desk on the ground floor";
        connection["Triage"] = new JsonObject { ["Channel"] = _triage.Id };
        if (_cast.Security is { } security)
        {
            connection["Security"] = security.Email;
        }

        return connection;
    }

    public void Dispose() => Teams.Dispose();

    private List<CastMember> Members()
    {
        var cast = _cast;
        CastMember?[] members =
        [
            Member(
                cast.Asker,
                "has a full disk",
                "Report a problem and see what is known already; or ask for the developer laptop, which two people have to approve.",
                "my devices",
                "report a problem",
                "request equipment",
                "my requests"
            ),
            Member(
                cast.Owner,
                "has several devices",
                "Look at all of them; say that one is lost; ask for a headset, which nobody has to approve.",
                "my devices",
                "lost or stolen",
                "return a device",
                "request equipment"
            ),
            Member(cast.Manager, $"manages {cast.Asker.Name}", "Approve, refuse or delegate what your people ask for.", "my requests", "help"),
            Member(cast.SecondApprover, "approves what is dear", "Above 2,000 EUR your word is needed too.", "my requests", "help"),
            Member(cast.Stockroom, $"has the stockroom in {cast.Asker.Site}", "Hand over or ship what was approved.", "my requests", "help"),
            Member(cast.Agent, "is an agent", "Search any device, paste a ticket's address, and look into the triage channel.", "my devices", "help"),
            Member(cast.Security, "looks after security", "You are told at once when a device is lost or stolen.", "help"),
        ];
        return [.. members.OfType<CastMember>().DistinctBy(m => m.User.Upn)];
    }

    private CastMember? Member(SandboxPerson? person, string part, string attempt, params string[] says) =>
        person is null ? null : new CastMember(Of(person), part, attempt, says);

    private TeamsUser Of(SandboxPerson person) => Teams.Users.First(u => u.EntraId == person.EntraId);

    private static TeamsUser User(SandboxPerson person) =>
        new(person.Name, person.EntraId, $"29:1person-{person.Number}", person.Email) { TimeZone = person.TimeZone };
}
