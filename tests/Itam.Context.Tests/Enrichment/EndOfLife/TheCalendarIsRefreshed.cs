using System.Net;
using System.Text;
using Itam.Context.Connections;
using Itam.Context.Enrichment.EndOfLife;

namespace Itam.Context.Tests.Enrichment.EndOfLife;

public sealed class TheCalendarIsRefreshed : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("itam-eol-");

    private string Target => Path.Combine(_folder.FullName, "data", "end-of-life.csv");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task New_dates_are_written_in_our_own_format_and_used()
    {
        var refresh = await Update(product => Shipped(product, c => c.Name == "11-24h2-e" ? "\"2031-01-31\"" : null)).RunAsync(Target, default);

        refresh.Changed.Should().Be(1);
        File.ReadLines(Target).First().Should().StartWith("# End of security support").And.Contain("Source: endoflife.example").And.Contain("MIT");
        EndOfLifeCalendar.From(Target).OfOperatingSystem("Windows 11 Enterprise", "24H2")!.Ends.Should().Be(new DateOnly(2031, 1, 31));
        EndOfLifeCalendar.From(Target).Cycles.Should().HaveSameCount(EndOfLifeCalendar.Shipped.Cycles);
    }

    [Fact]
    public async Task Ended_without_a_day_and_still_supported_are_told_apart()
    {
        await Update(product =>
                Shipped(
                    product,
                    c =>
                        c.Name == "11-24h2-e" ? "true"
                        : c.Name == "11-25h2-e" ? "false"
                        : null
                )
            )
            .RunAsync(Target, default);

        var calendar = EndOfLifeCalendar.From(Target);
        calendar.OfOperatingSystem("Windows 11 Enterprise", "24H2").Should().BeEquivalentTo(new { Ended = true, Ends = (DateOnly?)null });
        calendar.OfOperatingSystem("Windows 11 Enterprise", "25H2").Should().BeEquivalentTo(new { Ended = false, Ends = (DateOnly?)null });
    }

    [Fact]
    public async Task A_product_that_fails_or_shrinks_leaves_the_old_file_as_it_was()
    {
        var shrunk = () => Update(product => product == "windows" ? "[]" : Shipped(product, _ => null)).RunAsync(Target, default);
        var broken = () => Update(product => product == "ubuntu" ? null : Shipped(product, _ => null)).RunAsync(Target, default);

        (await shrunk.Should().ThrowAsync<ConnectionException>())
            .Which.Message.Should()
            .Contain("0 cycles of windows")
            .And.Contain("nothing was changed");
        await broken.Should().ThrowAsync<ConnectionException>();
        File.Exists(Target).Should().BeFalse();
        EndOfLifeCalendar.From(Target).Should().BeSameAs(EndOfLifeCalendar.Shipped);
    }

    private static EndOfLifeUpdate Update(Func<string, string?> answer) =>
        new(new Uri("https://endoflife.example"), TimeProvider.System, new Service(answer));

    /// <summary>What ships, as the service would say it.</summary>
    private static string Shipped(string product, Func<Cycle, string?> eol) =>
        $"[{string.Join(',', EndOfLifeCalendar.Shipped.Cycles.Where(c => c.Product == product).Select(c => $"{{\"cycle\":\"{c.Name}\",\"eol\":{eol(c) ?? Eol(c)},\"latest\":\"{c.Latest}\",\"lts\":false}}"))}]";

    private static string Eol(Cycle cycle) =>
        cycle.Ends is { } day ? $"\"{day:yyyy-MM-dd}\""
        : cycle.Ended ? "true"
        : "false";

    private sealed class Service(Func<string, string?> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var product = Path.GetFileNameWithoutExtension(request.RequestUri!.AbsolutePath);
            return Task.FromResult(
                answer(product) is { } json
                    ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") }
                    : new HttpResponseMessage(HttpStatusCode.NotFound)
            );
        }
    }
}
