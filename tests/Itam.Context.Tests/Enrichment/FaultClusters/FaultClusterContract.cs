using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Testing.Databases;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment.FaultClusters;

/// <summary>The suspicion as a ticket reads it, counted by either database.</summary>
public abstract class FaultClusterContract(TestEngine engine) : IAsyncLifetime
{
    private const string Suspicion = "14 of 60 ThinkPad T14 Gen 4 bought in Q3 2024 had battery tickets in 90 days, fleet 4 % → suspected batch";
    private static readonly DateOnly Bought = new(2024, 8, 14);
    private readonly List<Device> _batch = [.. Enumerable.Range(0, 60).Select(_ => Machine("ThinkPad T14 Gen 4", Bought))];
    private readonly List<Device> _others = [.. Enumerable.Range(0, 200).Select(i => Machine($"Model {i % 5}", Bought.AddMonths(i % 7)))];
    private Stage _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync(engine);
        await _stage.SaveAsync([.. _batch, .. _others]);
        await _stage.SaveAsync([.. _batch.Take(14).Concat(_others.Take(8)).SelectMany(d => new[] { Broken(d, 10), Broken(d, 20) })]);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_battery_ticket_of_the_bad_batch_says_so()
    {
        var finding = (await AskAsync(_batch[30], "Battery is empty")).Should().ContainSingle().Subject;

        finding.Words.Should().Be(Suspicion);
        finding.Severity.Should().Be(Severity.Watch);
        finding.Action.Should().Be("Report the suspected batch to the vendor, and look at the part before anything else");
    }

    [Fact]
    public async Task A_ticket_about_something_else_or_of_another_model_does_not()
    {
        (await AskAsync(_batch[30], "Camera is dark")).Should().BeEmpty();
        (await AskAsync(_batch[30], "Please add me to the group")).Should().BeEmpty();
        (await AskAsync(_others[30], "Battery is empty")).Should().BeEmpty();
    }

    [Fact]
    public async Task Tickets_older_than_the_window_and_devices_out_of_service_do_not_count()
    {
        var retired = Enumerable.Range(0, 500).Select(_ => Machine("ThinkPad T14 Gen 4", Bought, LifecycleState.Retired)).ToArray<object>();
        await _stage.SaveAsync(retired);
        await _stage.SaveAsync([.. _batch.Skip(20).Take(10).Select(d => Broken(d, 91))]);

        (await AskAsync(_batch[30], "Battery is empty")).Should().ContainSingle().Which.Words.Should().Be(Suspicion);
    }

    [Fact]
    public async Task The_count_is_kept_for_ten_minutes()
    {
        await AskAsync(_batch[30], "Battery is empty");
        await _stage.SaveAsync([.. _batch.Skip(14).Take(1).Select(d => Broken(d, 1))]);

        (await AskAsync(_batch[30], "Battery is empty"))[0].Words.Should().StartWith("14 of 60");
        _stage.Time.Advance(TimeSpan.FromMinutes(10));
        (await AskAsync(_batch[30], "Battery is empty"))[0].Words.Should().StartWith("15 of 60");
    }

    private async Task<List<Finding>> AskAsync(Device device, string words)
    {
        var ticket = Ticket(words, "", new Desks.LinkedDevice("it", [new Desks.DeviceName(IdentifierKind.Serial, device.Serial!)]));
        var answer = await _stage.Context.DescribeAsync(ticket, null, default);
        answer.Device!.Device.Id.Should().Be(device.Id);
        return [.. answer.Findings.Where(f => f.Code == "fault-cluster")];
    }

    private static Device Machine(string model, DateOnly bought, LifecycleState state = LifecycleState.InUse)
    {
        var device = Laptop(null, d => (d.Model, d.PurchasedOn, d.State) = (model, bought, state));
        device.Serial = $"SN{device.Id.ToString("N")[..12]}{device.Id.ToString("N")[^4..]}".ToUpperInvariant();
        device.Identifiers.Add(
            new DeviceIdentifier
            {
                Kind = IdentifierKind.Serial,
                Value = Itam.Context.Matching.Identifiers.Normalise(IdentifierKind.Serial, device.Serial)!,
                DeviceId = device.Id,
            }
        );
        return device;
    }

    private static TicketRecord Broken(Device device, int daysAgo) =>
        new()
        {
            Connection = "helpdesk",
            TicketId = $"{device.Id:N}-{daysAgo}",
            Number = "HELP-1",
            Summary = "Battery",
            Fault = FaultClass.Battery,
            DeviceId = device.Id,
            CreatedAt = Now.AddDays(-daysAgo),
            UpdatedAt = Now.AddDays(-daysAgo),
        };
}

public sealed class FaultClustersOnSqlite() : FaultClusterContract(TestEngine.Sqlite);

public sealed class FaultClustersOnPostgres() : FaultClusterContract(TestEngine.Postgres);
