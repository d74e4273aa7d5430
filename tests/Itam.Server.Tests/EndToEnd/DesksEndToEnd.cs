using Itam.Sandbox;
using Itam.Testing;
using Itam.Testing.Databases;
using Microsoft.AspNetCore.Http;

namespace Itam.Server.Tests.EndToEnd;

public sealed class JiraTickets() : TicketGetsItsNote("jira");

public sealed class ServiceNowTickets() : TicketGetsItsNote("servicenow")
{
    protected override bool CanEdit => false;
}

public sealed class FreshserviceTickets() : TicketGetsItsNote("freshservice");

/// <summary>The same on PostgreSQL: one setting is the whole difference.</summary>
public sealed class JiraTicketsOnPostgres() : TicketGetsItsNote("jira")
{
    protected override TestEngine Engine => TestEngine.Postgres;
}

public sealed class JiraDevices() : TicketShowsItsDevice("jira")
{
    protected override bool IsLink(HttpRequest request) =>
        request.Method == "PUT" && !request.Path.Value!.Contains("/comment") && !IsProperty(request);

    private static bool IsProperty(HttpRequest request) => request.Path.Value!.Contains("/properties");
}

public sealed class ServiceNowDevices() : TicketShowsItsDevice("servicenow")
{
    protected override bool HoldsSeveral => false;

    protected override bool IsLink(HttpRequest request) => request.Method == "PATCH" && request.QueryString.Value!.Contains("cmdb_ci");
}

public sealed class FreshserviceDevices() : TicketShowsItsDevice("freshservice")
{
    protected override bool IsLink(HttpRequest request) => request.Method == "PUT" && request.Path.Value!.Contains("/tickets/");
}

internal static class Desks
{
    public static Task<ItamHost> StartAsync(string name, TestEngine engine = TestEngine.Sqlite, TimeSpan? sweepEvery = null) =>
        ItamHost.StartAsync(EmulatedDesks.Create(TimeProvider.System).Single(d => d.Name == name), engine, sweepEvery);

    /// <summary>Changes something on the desk; signing in and searching by POST do not.</summary>
    public static bool IsWrite(HttpRequest request) =>
        request.Method is not "GET"
        && !request.Path.Value!.Contains("oauth", StringComparison.OrdinalIgnoreCase)
        && !request.Path.Value.Contains("/search", StringComparison.Ordinal)
        && !request.Path.Value.Contains("/aql", StringComparison.Ordinal);
}
