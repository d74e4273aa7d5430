using Itam.Context.Lifecycle.Equipment;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Tests.Sources.SnipeIt;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.SnipeIt;
using Itam.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using static Itam.Context.Tests.Lifecycle.EquipmentStage;

namespace Itam.Context.Tests.Lifecycle;

/// <summary>Who has a loaner, told to the asset register it stands in; the same on every database.</summary>
public abstract class CustodyInAssetRegistersContract(TestEngine engine) : IAsyncLifetime
{
    private readonly SnipeItBench _register = new();
    private readonly Device _loaner = Stock("LT-0001", "Latitude 5420");
    private EquipmentStage _stage = null!;

    public async Task InitializeAsync()
    {
        await _register.InitializeAsync();
        _register.Instance.AddAsset(1, "S-LT-0001-X1");
        _register.Instance.AddUser(9, "Dana", "Demo");
        _register.Instance.AddUser(10, "Kim", "Lee");
    }

    public async Task DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _register.DisposeAsync();
    }

    [Fact]
    public async Task A_confirmed_receipt_checks_the_asset_out_and_a_return_checks_it_in()
    {
        await OpenAsync(writes: true);
        var request = await TakeOverAsync();
        Holder.Should().BeNull("people do not wait for a register");
        await _stage.WorkAsync();

        Holder.Should().Be(9);
        ((string)_register.Instance.Assets[0]["expected_checkin"]!["date"]!).Should().Be("2026-12-04");

        await ReturnAsync(request);
        await _stage.WorkAsync();

        Holder.Should().BeNull();
        _stage.DeadLetters.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_answer_and_an_outage_leave_one_checkout()
    {
        await OpenAsync(writes: true);
        _register.Instance.Faults.Add(FaultKind.ServerError, 3, r => r.Path.Value!.EndsWith("/hardware/1", StringComparison.Ordinal));
        _register.Instance.Faults.Add(FaultKind.LostAnswer, 1, r => r.Method == "POST");
        await TakeOverAsync();

        await _stage.WorkAsync();
        Holder.Should().BeNull("the register is down");
        await _stage.PassAsync(TimeSpan.FromHours(2));

        (Holder, Writes).Should().Be((9, 1));
    }

    [Fact]
    public async Task What_somebody_else_has_there_is_told_to_people_and_stays_theirs()
    {
        await OpenAsync(writes: true);
        _register.Instance.Assets[0]["assigned_to"] = _register.Instance.Users[1].AsHolder();
        var request = await TakeOverAsync();
        await _stage.WorkAsync();
        await ReturnAsync(request);
        await _stage.WorkAsync();

        _stage
            .DeadLetters.Should()
            .SatisfyRespectively(
                cause =>
                    cause.Should().StartWith("LT-0001 was handed over, but Snipe-IT connection 'assets': asset 1 is checked out to somebody else"),
                cause =>
                    cause.Should().StartWith("LT-0001 was taken back, but Snipe-IT connection 'assets': asset 1 came back, but is checked out to")
            );
        (Holder, Writes).Should().Be((10, 0));
    }

    [Fact]
    public async Task What_came_back_before_it_could_be_told_is_not_checked_out_any_more()
    {
        await OpenAsync(writes: true);
        await ReturnAsync(await TakeOverAsync());

        await _stage.WorkAsync();

        (Holder, Writes, _stage.DeadLetters!.Count).Should().Be((null, 0, 0));
    }

    [Fact]
    public async Task Who_has_it_again_before_the_return_could_be_told_keeps_it()
    {
        await OpenAsync(writes: true);
        var first = await TakeOverAsync();
        await _stage.WorkAsync();
        await ReturnAsync(first);
        await TakeOverAsync();

        await _stage.WorkAsync();

        (Holder, Writes, _stage.DeadLetters!.Count).Should().Be((9, 1, 0));
    }

    [Fact]
    public async Task Nothing_is_queued_where_nobody_may_write()
    {
        await OpenAsync(writes: false);
        await ReturnAsync(await TakeOverAsync());

        (await QueuedAsync()).Should().Be(0);
        await _stage.WorkAsync();
        _register.Instance.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_queued_for_a_device_that_no_writing_register_knows()
    {
        await OpenAsync(writes: true, known: false);
        await TakeOverAsync();

        (await QueuedAsync()).Should().Be(0);
    }

    [Fact]
    public async Task What_was_queued_before_writing_was_turned_off_says_so()
    {
        await OpenAsync(writes: false, queues: true);
        await TakeOverAsync();
        await _stage.WorkAsync();

        _stage.DeadLetters.Should().ContainSingle().Which.Should().Contain("'assets' is gone or may not write any more");
        _register.Instance.Requests.Should().BeEmpty();
    }

    private long? Holder => (long?)_register.Instance.Assets[0].SelectToken("assigned_to.id");

    private int Writes => _register.Instance.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal));

    private async Task OpenAsync(bool writes, bool known = true, bool? queues = null)
    {
        _register.Set("AllowWrites", writes ? "true" : "false");
        var sources = new SourceDirectory([new SourceConnection("assets", Tenant, _register.Source)]);
        _stage = await EquipmentStage.OpenAsync(
            engine,
            s => s with { AssetWriters = queues is true ? ["assets"] : sources.WritersOf(Tenant) },
            sources
        );
        if (known)
        {
            _loaner.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = IdentifierKind.SourceId,
                    Scope = "assets",
                    Value = "1",
                    DeviceId = _loaner.Id,
                }
            );
        }

        await _stage.SaveAsync(_loaner);
    }

    /// <summary>Dana asks for the loaner, gets it over the counter and confirms.</summary>
    private async Task<Guid> TakeOverAsync()
    {
        var request = (await _stage.AskAsync(_stage.Dana, "loaner")).Id;
        Accepted(await _stage.Service.HandOverAsync(Tenant, _stage.Sam.Id, request, new Kit(), default));
        Accepted(await _stage.Service.ConfirmAsync(Tenant, _stage.Dana.Id, request, default));
        return request;
    }

    private async Task ReturnAsync(Guid request) => Accepted(await _stage.Service.ReturnLoanAsync(Tenant, _stage.Sam.Id, request, "good", default));

    private async Task<int> QueuedAsync()
    {
        await using var db = _stage.Database.Open(Tenant);
        return await db.Work.CountAsync(w => w.Kind == "asset-write");
    }

    private static void Accepted(EquipmentOutcome outcome) => outcome.Should().BeOfType<EquipmentOutcome.Accepted>();
}

public sealed class CustodyInAssetRegistersOnSqlite() : CustodyInAssetRegistersContract(TestEngine.Sqlite);

public sealed class CustodyInAssetRegistersOnPostgres() : CustodyInAssetRegistersContract(TestEngine.Postgres);
