namespace Itam.Server.Tests.EndToEnd;

public sealed class JiraTickets() : TicketGetsItsNote("jira");

public sealed class ServiceNowTickets() : TicketGetsItsNote("servicenow")
{
    protected override bool CanEdit => false;
}

public sealed class FreshserviceTickets() : TicketGetsItsNote("freshservice");
