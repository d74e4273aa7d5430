using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Webhooks.Tests;

/// <summary>Addresses that people paste: only pages of the configured site that show one ticket count. No desk is called.</summary>
public sealed class RecognisingAnAddress
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Id = "9d385017c611228701d22104cc95c371";

    private static readonly Dictionary<string, string?> Jira = new()
    {
        ["Kind"] = "jira",
        ["BaseUrl"] = "https://acme.atlassian.net",
        ["Projects"] = "HELP,IT_2",
        ["Email"] = "itam@acme.example",
        ["ApiToken"] = Secret,
        ["WebhookSecret"] = Secret,
    };

    private static readonly Dictionary<string, string?> ServiceNow = new()
    {
        ["Kind"] = "servicenow",
        ["BaseUrl"] = "https://acme.service-now.com",
        ["User"] = "itam",
        ["Password"] = Secret,
        ["WebhookSecret"] = Secret,
    };

    private static readonly Dictionary<string, string?> Freshservice = new()
    {
        ["Kind"] = "freshservice",
        ["BaseUrl"] = "https://acme.freshservice.com/api/v2",
        ["ApiKey"] = Secret,
        ["WebhookSecret"] = Secret,
    };

    [Theory]
    [InlineData("https://acme.atlassian.net/browse/HELP-7", "HELP-7")]
    [InlineData("https://acme.atlassian.net/browse/HELP-7/", "HELP-7")]
    [InlineData("https://ACME.atlassian.net:443/browse/help-7?focusedCommentId=1#comment", "HELP-7")]
    [InlineData("https://acme.atlassian.net/servicedesk/customer/portal/12/IT_2-40", "IT_2-40")]
    [InlineData("https://acme.atlassian.net/projects/HELP/queues/custom/3/HELP-7", "HELP-7")]
    [InlineData("https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/issue/HELP-7", "HELP-7")]
    [InlineData("https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/3/HELP-7", "HELP-7")]
    [InlineData("https://acme.atlassian.net/jira/servicedesk/projects/HELP/queues/custom/3?selectedIssue=HELP-7", "HELP-7")]
    [InlineData("https://acme.atlassian.net/issues/?jql=project%3DX&selectedIssue=HELP-7", "HELP-7")]
    public void Jira_pages_that_show_one_ticket(string address, string key) => Recognise(Jira, address)!.Id.Should().Be(key);

    [Theory]
    [InlineData("https://acme.atlassian.net.evil.example/browse/HELP-7")]
    [InlineData("https://evil.example/browse/HELP-7")]
    [InlineData("https://acme.atlassian.net@evil.example/browse/HELP-7")]
    [InlineData("https://evil@acme.atlassian.net/browse/HELP-7")]
    [InlineData("https://acme.atlassian.net:8443/browse/HELP-7")]
    [InlineData("http://acme.atlassian.net/browse/HELP-7")]
    [InlineData("https://evil.example/?selectedIssue=HELP-7&x=https://acme.atlassian.net/browse/HELP-7")]
    [InlineData("javascript:fetch('https://acme.atlassian.net/browse/HELP-7')")]
    [InlineData("ftp://acme.atlassian.net/browse/HELP-7")]
    [InlineData("https://acme.atlassian.net/browse/OTHER-7")]
    [InlineData("https://acme.atlassian.net/browse/HELP-7/../../rest/api/3/myself")]
    [InlineData("https://acme.atlassian.net/browse/HELP-7%2F..%2Fmyself")]
    [InlineData("https://acme.atlassian.net/browse/HELP-7/comment")]
    [InlineData("https://acme.atlassian.net//browse/HELP-7")]
    [InlineData("https://acme.atlassian.net/browse/HELP")]
    [InlineData("https://acme.atlassian.net/browse/HELP-7%00")]
    [InlineData("https://acme.atlassian.net/browse/HELP-%EF%BC%97")]
    [InlineData("https://acme.atlassian.net/servicedesk/customer/portal/x/HELP-7")]
    [InlineData("https://acme.atlassian.net/projects/OTHER/queues/custom/3/HELP-7")]
    [InlineData("https://acme.atlassian.net/issues/?selectedIssue=HELP-7&selectedIssue=HELP-8")]
    [InlineData("/browse/HELP-7")]
    public void Jira_anything_else_is_not_a_ticket(string address) => Recognise(Jira, address).Should().BeNull();

    [Fact]
    public void Jira_below_a_path_of_its_own_counts_only_there()
    {
        var settings = new Dictionary<string, string?>(Jira) { ["BaseUrl"] = "https://tools.acme.example/jira" };

        Recognise(settings, "https://tools.acme.example/jira/browse/HELP-7")!.Id.Should().Be("HELP-7");
        Recognise(settings, "https://tools.acme.example/browse/HELP-7").Should().BeNull();
        Recognise(settings, "https://tools.acme.example/jirafake/browse/HELP-7").Should().BeNull();
    }

    [Fact]
    public void Jira_whose_site_is_not_known_has_no_pages()
    {
        var settings = new Dictionary<string, string?>(Jira) { ["BaseUrl"] = "https://api.atlassian.com/ex/jira/1234" };

        Recognise(settings, "https://api.atlassian.com/ex/jira/1234/browse/HELP-7").Should().BeNull();
        settings["SiteUrl"] = "https://acme.atlassian.net";
        Recognise(settings, "https://acme.atlassian.net/browse/HELP-7").Should().NotBeNull();
    }

    [Theory]
    [InlineData($"/incident.do?sys_id={Id}")]
    [InlineData($"/incident.do?sysparm_view=ess&sys_id={Id}&sysparm_record_row=1")]
    [InlineData($"/nav_to.do?uri=incident.do%3Fsys_id%3D{Id}")]
    [InlineData($"/nav_to.do?uri=%2Fincident.do%3Fsys_id%3D{Id}%26sysparm_stack%3Dincident_list.do")]
    [InlineData($"/nav_to.do?uri=incident.do?sys_id={Id}")]
    [InlineData($"/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D{Id}%26sysparm_view%3D")]
    [InlineData($"/now/sow/record/incident/{Id}")]
    [InlineData($"/now/workspace/agent/record/incident/{Id}/params/selected-tab-index/1")]
    public void ServiceNow_pages_that_show_one_ticket(string page) =>
        Recognise(ServiceNow, "https://acme.service-now.com" + page)!.Id.Should().Be($"incident:{Id}");

    [Theory]
    [InlineData($"https://evil.example/incident.do?sys_id={Id}")]
    [InlineData($"https://acme.service-now.com.evil.example/incident.do?sys_id={Id}")]
    [InlineData($"https://acme.service-now.com@evil.example/incident.do?sys_id={Id}")]
    [InlineData($"https://u:p@acme.service-now.com/incident.do?sys_id={Id}")]
    [InlineData($"http://acme.service-now.com/incident.do?sys_id={Id}")]
    [InlineData($"https://acme.service-now.com:444/incident.do?sys_id={Id}")]
    [InlineData($"javascript:'incident.do?sys_id={Id}'")]
    [InlineData($"https://acme.service-now.com/problem.do?sys_id={Id}")]
    [InlineData($"https://acme.service-now.com/sys_user.do?sys_id={Id}")]
    [InlineData("https://acme.service-now.com/incident.do?sys_id=-1")]
    [InlineData("https://acme.service-now.com/incident.do?sysparm_query=number=INC0010001")]
    [InlineData($"https://acme.service-now.com/incident.do?sys_id={Id}&sys_id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData($"https://acme.service-now.com/incident.do?sys_id={Id}%5EORactive%3Dtrue")]
    [InlineData($"https://acme.service-now.com/incident_list.do?sys_id={Id}")]
    [InlineData($"https://acme.service-now.com/nav_to.do?uri=https%3A%2F%2Fevil.example%2Fincident.do%3Fsys_id%3D{Id}")]
    [InlineData($"https://acme.service-now.com/nav_to.do?uri=%2F%2Fevil.example%2Fincident.do%3Fsys_id%3D{Id}")]
    [InlineData($"https://acme.service-now.com/nav_to.do?uri=nav_to.do%3Furi%3Dincident.do%253Fsys_id%253D{Id}")]
    [InlineData($"https://acme.service-now.com/now/sow/list/incident/{Id}")]
    [InlineData($"https://acme.service-now.com/now/incident/{Id}")]
    [InlineData($"https://acme.service-now.com/now/sow/record/incident/{Id}/../../sys_user/{Id}/x")]
    [InlineData($"https://acme.service-now.com/api/now/table/incident/{Id}")]
    public void ServiceNow_anything_else_is_not_a_ticket(string address) => Recognise(ServiceNow, address).Should().BeNull();

    [Theory]
    [InlineData("https://acme.freshservice.com/a/tickets/12")]
    [InlineData("https://acme.freshservice.com/a/tickets/12?current_tab=details")]
    [InlineData("https://acme.freshservice.com/helpdesk/tickets/12")]
    [InlineData("https://acme.freshservice.com/support/tickets/12/")]
    [InlineData("https://acme.freshservice.com/support/tickets/INC-12")]
    public void Freshservice_pages_that_show_one_ticket(string address) => Recognise(Freshservice, address)!.Id.Should().Be("12");

    [Theory]
    [InlineData("https://evil.example/a/tickets/12")]
    [InlineData("https://acme.freshservice.com.evil.example/a/tickets/12")]
    [InlineData("https://acme.freshservice.com@evil.example/a/tickets/12")]
    [InlineData("https://x@acme.freshservice.com/a/tickets/12")]
    [InlineData("http://acme.freshservice.com/a/tickets/12")]
    [InlineData("https://acme.freshservice.com:8443/a/tickets/12")]
    [InlineData("javascript://acme.freshservice.com/a/tickets/12")]
    [InlineData("https://acme.freshservice.com/a/tickets/0")]
    [InlineData("https://acme.freshservice.com/a/tickets/-12")]
    [InlineData("https://acme.freshservice.com/a/tickets/12abc")]
    [InlineData("https://acme.freshservice.com/a/tickets/99999999999999999999")]
    [InlineData("https://acme.freshservice.com/a/tickets/12%2F..%2F13")]
    [InlineData("https://acme.freshservice.com/a/tickets/12/edit")]
    [InlineData("https://acme.freshservice.com/a/tickets/12/../../assets/12")]
    [InlineData("https://acme.freshservice.com/a/tickets/CHN-12")]
    [InlineData("https://acme.freshservice.com/a/changes/12")]
    [InlineData("https://acme.freshservice.com/api/v2/tickets/12")]
    public void Freshservice_anything_else_is_not_a_ticket(string address) => Recognise(Freshservice, address).Should().BeNull();

    private static TicketRef? Recognise(Dictionary<string, string?> settings, string address)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var desk = DeskVendors
            .All.Single(v => v.Kind == settings["Kind"])
            .Connect(
                new ConnectionSettings("desk", TenantId.Parse("acme"), reader),
                new VendorServices(TimeProvider.System, NullLoggerFactory.Instance, new NoNetwork())
            )
            .Desk;
        reader.ThrowIfAny();
        var ticket = desk.Recognise(new Uri(address, UriKind.RelativeOrAbsolute));
        (ticket is null || (ticket.Connection == "desk" && ticket.Tenant == TenantId.Parse("acme"))).Should().BeTrue();
        return ticket;
    }

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Recognising an address makes no call.");
    }
}
