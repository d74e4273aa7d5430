using System.Globalization;
using Itam.Testing;
using Newtonsoft.Json.Linq;
using Xunit.Abstractions;

namespace Itam.Server.Tests.Evaluation;

/// <summary>The bar of docs/evaluation.md, the same for both halves of the labelled set.</summary>
public sealed class TicketsGetTheRightDevice(ITestOutputHelper output) : IDisposable
{
    private readonly ItamTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("dev")]
    [InlineData("held-out")]
    public async Task On_this_half_of_the_labelled_tickets_the_bar_is_reached(string half)
    {
        var run = await _tool.RunAsync("evaluate", "--set", half, "--json");

        run.ExitCode.Should().Be(0, run.Errors);
        var scores = JObject.Parse(run.Output);
        var numbers = string.Create(
            CultureInfo.InvariantCulture,
            $"{half}: precision {scores.Value<double>("precision"):0.000}, recall {scores.Value<double>("recall"):0.000}, false device rate {scores.Value<double>("falseDeviceRate"):0.000}"
        );
        output.WriteLine(numbers);
        scores.Value<int>("tickets").Should().BeGreaterThan(350);
        scores.Value<double>("precision").Should().BeGreaterThanOrEqualTo(0.97, numbers);
        scores.Value<double>("recall").Should().BeGreaterThanOrEqualTo(0.90, numbers);
        scores.Value<double>("falseDeviceRate").Should().BeLessThanOrEqualTo(0.01, numbers);
        scores.Value<double>("heldBack").Should().BeGreaterThanOrEqualTo(0.95, numbers);
        scores["cases"]!.Children<JProperty>().Should().HaveCountGreaterThan(12);
    }

    [Fact]
    public async Task A_wrong_answer_is_counted_and_shown()
    {
        Write(
            """{"id":"t1","set":"dev","case":"right","language":"en","requester":"dana@example.com","summary":"Laptop is slow","description":"","expected":"d1"}""",
            """{"id":"t2","set":"dev","case":"wrong","language":"en","requester":"dana@example.com","summary":"Laptop is slow","description":"","expected":"d2"}""",
            """{"id":"t3","set":"dev","case":"missed","language":"en","requester":"dana@example.com","summary":"Hello","description":"","expected":"d1"}""",
            """{"id":"t4","set":"dev","case":"false","language":"en","requester":"dana@example.com","summary":"Laptop is slow","description":""}"""
        );

        var run = await _tool.RunAsync("evaluate", "--data", _tool.Folder, "--json");
        var table = await _tool.RunAsync("evaluate", "--data", _tool.Folder, "--misses");

        var scores = JObject.Parse(run.Output);
        scores.Value<double>("precision").Should().BeApproximately(1 / 3.0, 1e-9, "of three given, one is right");
        scores.Value<double>("recall").Should().BeApproximately(1 / 3.0, 1e-9, "of three that mean a device, one got it");
        scores.Value<double>("falseDeviceRate").Should().Be(1);
        table.Output.Should().MatchRegex(@"Wrong +t2").And.MatchRegex("Missed +t3").And.MatchRegex("FalseDevice +t4").And.NotMatchRegex("✕.* t1 ");
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_is_named()
    {
        Write("""{"id":"t1" """);

        var run = await _tool.RunAsync("evaluate", "--data", _tool.Folder);

        run.ExitCode.Should().Be(2);
        run.Errors.Should().Contain("tickets.jsonl line 1 is not a labelled line");
    }

    private void Write(params string[] tickets)
    {
        _tool.Write("tickets.jsonl", string.Join('\n', tickets) + "\n");
        _tool.Write(
            "register.jsonl",
            """
            {"kind":"asOf","at":"2026-11-21T09:00:00Z"}
            {"kind":"person","id":"p1","name":"Dana Demo","email":"dana@example.com"}
            {"kind":"device","id":"d1","type":"Laptop","serial":"PF3ABCDE","tag":"LT-0042","hostname":"BER-LT0042","assignedTo":"p1","state":"InUse"}
            {"kind":"device","id":"d2","type":"Laptop","serial":"PF3FGHJK","tag":"LT-0107","hostname":"BER-LT0107","state":"InUse"}

            """.TrimEnd() + "\n"
        );
    }
}
