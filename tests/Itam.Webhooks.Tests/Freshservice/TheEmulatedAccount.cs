using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.Freshservice;

/// <summary>The emulator is a judge only as far as it is strict: what the API refuses, it refuses.</summary>
public class TheEmulatedAccount
{
    [Theory]
    [InlineData("assets?filter=\"user_id:1001\"", "LT-0042")]
    [InlineData("assets?filter=\"user_id:1001 AND workspace_id:0\"", "LT-0042,MB-0107")]
    [InlineData("assets?filter=\"user_id:1004 AND (name:'LT-0050' OR asset_tag:'ASSET-51')\"", "LT-0050,LT-0051")]
    [InlineData("assets?filter=\"asset_state:'IN USE' AND user_id:null\"", "")]
    [InlineData("assets?filter=\"updated_at:>'2026-11-21'\"", "")]
    [InlineData("assets?search=\"serial_number:'PF3'\"", "LT-0042,LT-00421")]
    [InlineData("assets?workspace_id=3", "MB-0107")]
    public async Task Filters_and_searches_find_what_they_say(string path, string names)
    {
        await using var stage = await Stage.StartAsync();

        var (status, body, _) = await GetAsync(stage, path);

        status.Should().Be(HttpStatusCode.OK);
        JObject.Parse(body)["assets"]!.Select(a => (string?)a["name"]).Should().Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("assets?filter=user_id:1001")]
    [InlineData("assets?filter=\"secret:1\"")]
    [InlineData("assets?filter=\"name:LT\"")]
    [InlineData("assets?search=\"name:'a' OR name:'b'\"")]
    [InlineData("tickets?per_page=101")]
    [InlineData("tickets?colour=red")]
    public async Task What_the_api_refuses_is_refused(string path)
    {
        await using var stage = await Stage.StartAsync();

        var (status, body, _) = await GetAsync(stage, path);

        status.Should().Be(HttpStatusCode.BadRequest);
        JObject.Parse(body)["errors"]!.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Without_a_date_only_thirty_days_are_listed()
    {
        await using var stage = await Stage.StartAsync();

        var (_, body, _) = await GetAsync(stage, "tickets");

        JObject.Parse(body)["tickets"]!.Select(t => (string?)t["subject"]).Should().Equal("Mouse", "Loan of Dana's laptop");
    }

    [Fact]
    public async Task Includes_cost_more_and_missing_records_have_no_body()
    {
        await using var stage = await Stage.StartAsync();
        var (_, reference) = await stage.RaiseAsync();

        (await GetAsync(stage, $"tickets/{reference.Id}?include=assets")).Credits.Should().Be("2");
        (await GetAsync(stage, "tickets/99999")).Should().Be((HttpStatusCode.NotFound, "", "1"));
        (await GetAsync(stage, "problems")).Status.Should().Be(HttpStatusCode.NotImplemented);
    }

    private static async Task<(HttpStatusCode Status, string Body, string? Credits)> GetAsync(Stage stage, string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(stage.Vendor.ApiKey + ":X"))
        );
        using var response = await http.GetAsync(new Uri(stage.Address, "/freshservice/api/v2/" + path));
        return (
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("X-Ratelimit-Used-CurrentRequest", out var credits) ? credits.Single() : null
        );
    }
}
