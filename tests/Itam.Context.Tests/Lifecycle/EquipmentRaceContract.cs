using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Storage;
using Itam.Context.Work;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using static Itam.Context.Tests.Lifecycle.EquipmentStage;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>Many at once, and two replicas over one database where the database allows that.</summary>
public abstract class EquipmentRaceContract(TestEngine engine)
{
    [Fact]
    public async Task Of_many_who_decide_at_once_one_decides_and_the_others_are_told()
    {
        await using var stage = await EquipmentStage.OpenAsync(engine, s => s with { Notices = false });
        var asked = await stage.AskAsync(stage.Dana, "laptop");
        await stage.Service.DelegateAsync(Tenant, stage.Mia.Id, asked.Id, stage.Boss.Id, null, default);
        await using var replica = Replica(stage);
        EquipmentService[] services = [stage.Service, Of(stage, replica)];

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    services[i % 2].DecideAsync(Tenant, i % 3 == 0 ? stage.Mia.Id : stage.Boss.Id, asked.Id, i % 4 < 2, "As I said", default)
                )
        );

        var winner = outcomes.OfType<EquipmentOutcome.Accepted>().Should().ContainSingle().Subject.View;
        var decision = winner.Steps.Single(s => s.What is EquipmentStep.Approved or EquipmentStep.Refused);
        outcomes.OfType<EquipmentOutcome.TooLate>().Should().HaveCount(11).And.OnlyContain(l => l.What == decision.What && l.By == decision.Actor);
    }

    [Fact]
    public async Task Many_requests_never_reserve_one_device_twice_on_any_replica()
    {
        await using var stage = await EquipmentStage.OpenAsync(engine, s => s with { Notices = false, Desk = null });
        var people = Enumerable.Range(0, 10).Select(Colleague).ToArray();
        var monitors = Enumerable.Range(0, 6).Select(i => Stock($"MN-{i}", "P2425H", i % 2 == 0 ? "Berlin" : "Paris", DeviceType.Monitor)).ToArray();
        await stage.SaveAsync([.. people, .. monitors]);
        await using var replica = Replica(stage);
        EquipmentService[] services = [stage.Service, Of(stage, replica)];

        await Task.WhenAll(
            people.Select(
                (person, i) => services[i % 2].AskAsync(Tenant, person.Id, new EquipmentAsk("monitor", "To see more", $"activity-{i}"), default)
            )
        );

        await using var db = stage.Database.Open(Tenant);
        var rows = await db.EquipmentRequests.AsNoTracking().ToListAsync();
        var held = rows.Select(r => r.HeldDeviceId).OfType<Guid>().ToList();
        held.Should().HaveCount(6).And.OnlyHaveUniqueItems().And.BeEquivalentTo(monitors.Select(m => m.Id));
        rows.Count(r => r.HeldDeviceId is null).Should().Be(4, "those wait for their manager, since nothing was in stock for them");
        (await db.Devices.CountAsync(d => d.State == LifecycleState.Reserved)).Should().Be(6);

        Person Colleague(int i) =>
            new()
            {
                Id = Guid.CreateVersion7(stage.Time.GetUtcNow().AddDays(1 + i)),
                DisplayName = $"Colleague {i}",
                Email = $"c{i}@example.com",
                Site = "Berlin",
                ManagerId = stage.Mia.Id,
            };
    }

    [Fact]
    public async Task One_submit_delivered_many_times_at_once_is_one_request()
    {
        await using var stage = await EquipmentStage.OpenAsync(engine);
        await using var replica = Replica(stage);
        EquipmentService[] services = [stage.Service, Of(stage, replica)];

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => services[i % 2].AskAsync(Tenant, stage.Dana.Id, new EquipmentAsk("laptop", "Mine broke", "one"), default))
        );

        outcomes.Cast<EquipmentOutcome.Accepted>().Select(o => o.View.Id).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task The_database_itself_refuses_a_device_for_two_requests()
    {
        await using var stage = await EquipmentStage.OpenAsync(engine);
        var laptop = Stock("LT-1", "ThinkPad T14 Gen 5");
        await stage.SaveAsync(laptop);
        await stage.ApprovedLaptopAsync(stage.Dana);
        var second = await stage.ApprovedLaptopAsync(stage.Kim);

        var steal = () =>
            stage.Database.WriteAsync(
                Tenant,
                async (db, token) => (await db.EquipmentRequests.FirstAsync(r => r.Id == second, token)).HeldDeviceId = laptop.Id,
                default
            );

        await steal.Should().ThrowAsync<DbUpdateException>();
    }

    [Fact]
    public async Task What_happened_is_never_rewritten()
    {
        await using var stage = await EquipmentStage.OpenAsync(engine);
        var asked = await stage.AskAsync(stage.Dana, "laptop");

        var forget = () =>
            stage.Database.WriteAsync(
                Tenant,
                async (db, token) => db.Remove(await db.CaseSteps.FirstAsync(s => s.CaseId == asked.Id, token)),
                default
            );

        await forget.Should().ThrowAsync<InvalidOperationException>().WithMessage("*evidence*");
    }

    /// <summary>SQLite is served by one process, whose writers share one gate.</summary>
    private Replicated Replica(EquipmentStage stage) =>
        engine is TestEngine.Postgres ? new Replicated(Database.From(stage.Setting), true) : new Replicated(stage.Database, false);

    private static EquipmentService Of(EquipmentStage stage, Replicated replica) =>
        new(replica.Database, stage.Settings, new WorkSignal(), stage.Time);

    private sealed record Replicated(Database Database, bool Own) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Own ? Database.DisposeAsync() : default;
    }
}

public sealed class EquipmentRacesOnSqlite() : EquipmentRaceContract(TestEngine.Sqlite);

public sealed class EquipmentRacesOnPostgres() : EquipmentRaceContract(TestEngine.Postgres);
