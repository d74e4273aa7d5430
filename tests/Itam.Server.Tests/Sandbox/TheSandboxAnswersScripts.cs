using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Itam.Sandbox;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Page;

namespace Itam.Server.Tests.Sandbox;

public sealed class TheSandboxAnswersScripts : IAsyncLifetime
{
    private readonly PaperDesk _desk = new("jira", "Jira", TimeProvider.System);
    private readonly HttpClient _http = new();
    private SandboxHost _host = null!;

    public async Task InitializeAsync()
    {
        var company = PaperCompany.Create();
        var board = new Board(company, [_desk], TimeProvider.System);
        _host = await SandboxHost.StartAsync(company, [_desk], TimeProvider.System, more: app => SandboxPage.Map(app, board));
        _http.BaseAddress = _host.Address;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_is_raised_read_and_changed()
    {
        var raised = await _http.PostAsJsonAsync(
            "/api/desks/jira/tickets",
            new
            {
                who = "DANA@example.com",
                subject = " Help ",
                description = "Line 1\r\nLine 2",
            }
        );
        raised.StatusCode.Should().Be(HttpStatusCode.Created);
        raised.Headers.Location!.ToString().Should().Be("/api/desks/jira/tickets/JIRA-2");
        _desk
            .View("JIRA-2")
            .Should()
            .BeEquivalentTo(
                new
                {
                    Requester = "dana@example.com",
                    Subject = "Help",
                    Description = "Line 1\nLine 2",
                }
            );
        (await TicketAsync("JIRA-2")).GetProperty("state").GetString().Should().Be("waiting");

        _desk.WriteNoteAbout("JIRA-2", "LT-0042");
        var noted = await TicketAsync("JIRA-2");
        noted.GetProperty("state").GetString().Should().Be("noted");
        noted.GetProperty("notes")[0].GetProperty("text").GetString().Should().Contain("LT-0042");
        noted.GetProperty("notedAfterSeconds").GetDouble().Should().BeGreaterThanOrEqualTo(0);

        (await _http.PutAsJsonAsync("/api/desks/jira/tickets/JIRA-2", new { description = "New words" }))
            .StatusCode.Should()
            .Be(HttpStatusCode.NoContent);
        _desk.View("JIRA-2").Description.Should().Be("New words");
    }

    [Fact]
    public async Task The_list_of_desks_tells_early_tickets_from_those_that_wait()
    {
        await _http.PostAsJsonAsync("/api/desks/jira/tickets", new { subject = "New" });

        var desks = await _http.GetFromJsonAsync<JsonElement>("/api/desks");

        desks[0].GetProperty("product").GetString().Should().Be("Jira");
        desks[0].GetProperty("tickets").EnumerateArray().Select(t => t.GetProperty("state").GetString()).Should().Equal("waiting", "early");
    }

    [Fact]
    public async Task Of_many_early_tickets_only_the_latest_are_listed()
    {
        var early = new PaperDesk("busy", "Busy", TimeProvider.System);
        var company = PaperCompany.Create();
        company = company with { PastTickets = [.. Enumerable.Repeat(company.PastTickets[0], 500)] };
        var board = new Board(company, [early], TimeProvider.System);
        await using var host = await SandboxHost.StartAsync(company, [early], TimeProvider.System, more: app => SandboxPage.Map(app, board));
        await board.RaiseAsync(early, new NewTicket(null, "New", ""), default);

        var numbers = board.Cards(early).Select(c => c.View.Number).ToList();

        numbers.Should().StartWith(["BUSY-501", "BUSY-500", "BUSY-499"]).And.HaveCountLessThan(20);
    }

    [Theory]
    [InlineData(1, false, "noted")]
    [InlineData(2, false, "doubled")]
    [InlineData(1, true, "public")]
    public async Task The_state_of_a_ticket_follows_from_its_notes(int notes, bool isPublic, string state)
    {
        for (var i = 0; i < notes; i++)
        {
            _desk.WriteNote("JIRA-1", "<p>x</p>", isPublic: isPublic);
        }

        (await TicketAsync("JIRA-1")).GetProperty("state").GetString().Should().Be(state);
    }

    [Fact]
    public async Task What_is_wrong_with_a_ticket_is_said_by_field()
    {
        var answer = await _http.PostAsJsonAsync(
            "/api/desks/jira/tickets",
            new
            {
                who = "nobody@example.org",
                subject = "",
                description = new string('x', 8001),
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var problems = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("problems");
        problems.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("subject", "who", "description");
        _desk.Numbers.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("GET", "/api/desks/jira/tickets/JIRA-9")]
    [InlineData("GET", "/api/desks/nowhere/tickets/JIRA-1")]
    [InlineData("GET", "/desks/jira/tickets/JIRA-9")]
    [InlineData("GET", "/live/desks/jira/tickets/JIRA-9")]
    [InlineData("PUT", "/api/desks/jira/tickets/JIRA-9")]
    [InlineData("POST", "/api/desks/nowhere/tickets")]
    [InlineData("POST", "/api/desks/nowhere/faults")]
    public async Task What_is_not_there_is_not_found(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = JsonContent.Create(
                new
                {
                    subject = "x",
                    description = "x",
                    fault = "busy",
                }
            ),
        };

        (await _http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("busy", 429)]
    [InlineData("trouble", 500)]
    [InlineData("sign-in-page", 200)]
    public async Task An_ordered_fault_hits_the_next_call_and_is_kept_in_the_log(string fault, int status)
    {
        (await _http.PostAsJsonAsync("/api/desks/jira/faults", new { fault })).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var answer = await _http.GetAsync("/jira/tickets/JIRA-1");

        ((int)answer.StatusCode).Should().Be(status);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("keyboard");
        _host
            .Calls.Latest("jira", 9)
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Method = "GET",
                    Path = "/tickets/JIRA-1",
                    Status = (int?)status,
                }
            );
    }

    [Fact]
    public async Task A_lost_answer_hits_only_a_write_which_is_carried_out()
    {
        await _http.PostAsJsonAsync("/api/desks/jira/faults", new { fault = "lost-answer" });
        (await _http.GetAsync("/jira/tickets/JIRA-1")).StatusCode.Should().Be(HttpStatusCode.OK);
        var write = () => _http.PostAsJsonAsync("/jira/tickets/JIRA-1/notes", new PaperNote("<p>x</p>", "x", false));

        await write.Should().ThrowAsync<HttpRequestException>();

        _desk.View("JIRA-1").Notes.Should().HaveCount(1);
        _host
            .Calls.Latest("jira", 1)
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { Status = (int?)null, Fault = (FaultKind?)FaultKind.LostAnswer });
    }

    [Fact]
    public async Task Faults_can_be_taken_back_and_unknown_ones_are_refused()
    {
        await _http.PostAsJsonAsync("/api/desks/jira/faults", new { fault = "busy" });
        await _http.PostAsJsonAsync("/api/desks/jira/faults", new { fault = "none" });

        (await _http.GetAsync("/jira/tickets/JIRA-1")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _http.PostAsJsonAsync("/api/desks/jira/faults", new { fault = "meteor" })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Another_web_page_cannot_raise_tickets(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tickets")
        {
            Content = new FormUrlEncodedContent([new("desk", "jira"), new("subject", "Spam")]),
        };
        request.Headers.Add(header, value);

        (await _http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        _desk.Numbers.Should().HaveCount(1);
    }

    [Fact]
    public async Task Another_name_for_this_machine_is_not_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "rebound.example";

        (await _http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task Every_page_forbids_what_is_not_its_own()
    {
        foreach (var path in new[] { "/", "/desks/jira/tickets/JIRA-1", "/desks/jira/tickets/none", "/page.js" })
        {
            var answer = await _http.GetAsync(path);
            answer
                .Headers.GetValues("Content-Security-Policy")
                .Should()
                .ContainSingle()
                .Which.Should()
                .StartWith("default-src 'self';")
                .And.NotContain("unsafe");
        }
    }

    private Task<JsonElement> TicketAsync(string number) => _http.GetFromJsonAsync<JsonElement>($"/api/desks/jira/tickets/{number}");
}
