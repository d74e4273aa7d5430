using Itam.Testing.Databases;

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
