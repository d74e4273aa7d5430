using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;
using Itam.Testing.Databases;
using Microsoft.Extensions.Logging.Abstractions;
using static Itam.Context.Tests.Enrichment.Builders;

namespace Itam.Context.Tests.Enrichment;

/// <summary>What the register answers a ticket, the same on every database.</summary>
public abstract class ContextContract(TestEngine engine) : IAsyncLifetime
{
    private readonly Person _dana = Dana();
    private TestDatabase _test = null!;
    private ContextService _context = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync(engine);
        _context = new ContextService(_test.Database, ThresholdsByTenant.Defaults, new StandingClock(), NullLogger<ContextService>.Instance);
        _dana.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Email,
                Value = "dana@example.com",
                PersonId = _dana.Id,
            }
        );
        _dana.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Account,
                Scope = "helpdesk",
                Value = "qm:1:2",
                PersonId = _dana.Id,
            }
        );
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task The_requester_is_found_by_email_in_any_case_and_their_device_with_them()
    {
        var laptop = await SaveAsync(Laptop(_dana));

        var answer = await AskAsync(Ticket("It is slow") with { Requester = By(IdentityKind.Email, "Dana@Example.COM ") });

        answer.Requester!.DisplayName.Should().Be("Dana Demo");
        answer.Device!.Device.Id.Should().Be(laptop.Id);
    }

    [Fact]
    public async Task A_hidden_email_is_no_obstacle_where_the_account_is_known()
    {
        await SaveAsync(Laptop(_dana));

        var answer = await AskAsync(Ticket("It is slow") with { Requester = By(IdentityKind.Account, "qm:1:2", "helpdesk") });

        answer.Requester!.Id.Should().Be(_dana.Id);
    }

    [Fact]
    public async Task An_account_of_another_connection_is_somebody_else()
    {
        await SaveAsync(Laptop(_dana));

        (await AskAsync(Ticket("It is slow") with { Requester = By(IdentityKind.Account, "qm:1:2", "other") })).Requester.Should().BeNull();
    }

    [Theory]
    [InlineData("my colleague's PF3KLMNO beeps", ReasonKind.SerialInText)]
    [InlineData("asset lt-0107", ReasonKind.AssetTagInText)]
    [InlineData("mb-air-7.corp.example.com is gone", ReasonKind.HostnameInText)]
    public async Task A_device_named_in_the_words_beats_the_assigned_one(string words, ReasonKind reason)
    {
        await SaveAsync(Laptop(_dana));
        var named = await SaveAsync(Laptop(null, d => (d.Serial, d.AssetTag, d.Name) = ("PF3KLMNO", "LT-0107", "MB-AIR-7")));

        var answer = await AskAsync(Ticket(words));

        answer.Device!.Device.Id.Should().Be(named.Id);
        answer.Device.Reasons[0].Kind.Should().Be(reason);
        answer.Candidates.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_device_linked_on_the_ticket_is_believed()
    {
        await SaveAsync(Laptop(_dana));
        var linked = await SaveAsync(Laptop(null, d => (d.Serial, d.AssetTag, d.Name) = ("PF3KLMNO", "LT-0107", "LT-0107")));

        var answer = await AskAsync(Ticket("It beeps", "", new LinkedDevice("LT-0107", [new DeviceName(IdentifierKind.Serial, "pf3klmno")])));

        answer.Device!.Device.Id.Should().Be(linked.Id);
        answer.Device.Confidence.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public async Task A_duplicate_serial_shows_both_devices()
    {
        await SaveAsync(Laptop(null, d => (d.AssetTag, d.Name) = ("LT-1", "LT-1")), Laptop(null, d => (d.AssetTag, d.Name) = ("LT-2", "LT-2")));

        var answer = await AskAsync(Ticket("PF3ABCDE does not start"));

        answer.Candidates.Should().HaveCount(2).And.OnlyContain(c => c.Reasons[0].Words == "serial in the text, which 2 devices carry");
    }

    [Fact]
    public async Task History_of_device_and_person_comes_from_earlier_tickets()
    {
        var laptop = await SaveAsync(Laptop(_dana));
        await SaveAsync(Enumerable.Range(1, 3).Select(i => Earlier($"{i}", laptop.Id, _dana.Id, Now.AddDays(-i * 10))).ToArray());

        var answer = await AskAsync(Ticket("Battery again"));

        answer.History.OfDevice.Select(t => t.Number).Should().Equal("HELP-1", "HELP-2", "HELP-3");
        answer.History.OfRequester.Should().HaveCount(3);
        answer.Findings.Should().Contain(f => f.Code == "repeated-fault");
    }

    [Fact]
    public async Task Two_systems_that_name_two_holders_are_said_and_one_that_only_saw_a_sign_in_is_not()
    {
        var laptop = await SaveAsync(Laptop(_dana));
        var kim = new Person { Id = Id(), DisplayName = "Kim Lee" };
        kim.Identities.Add(
            new PersonIdentity
            {
                Kind = IdentityKind.Email,
                Value = "kim@example.com",
                PersonId = kim.Id,
            }
        );
        await SaveAsync(
            kim,
            Said(laptop, "register", "Asset list", SourceRole.AssetRegister, "dana@example.com"),
            Said(laptop, "edr", "Protection", SourceRole.EndpointProtection, "kim@example.com")
        );
        (await AskAsync(Ticket("It is slow"))).Findings.Should().NotContain(f => f.Code == "holder-mismatch");

        await SaveAsync(Said(laptop, "mdm", "Management", SourceRole.DeviceManagement, "kim@example.com"));

        (await AskAsync(Ticket("It is slow")))
            .Findings.Should()
            .ContainSingle(f => f.Code == "holder-mismatch")
            .Which.Words.Should()
            .Contain("Management says Kim Lee")
            .And.Contain("Asset list says Dana Demo");
    }

    private static StoredRecord Said(Device device, string connection, string product, SourceRole role, string holder) =>
        new()
        {
            Connection = connection,
            Kind = RecordKind.Device,
            SourceId = "1",
            Product = product,
            Role = role,
            DeviceId = device.Id,
            AsOf = Now,
            Json = RecordJson.Write(new DeviceRecord("1", Now) { Holder = [new PersonName(IdentityKind.Email, holder)] }),
        };

    [Fact]
    public async Task A_device_to_replace_is_offered_from_stock_at_the_persons_site()
    {
        await SaveAsync(Laptop(_dana, d => d.RefreshDueOn = Today));
        var overdue = Stock("Berlin");
        (overdue.Model, overdue.RefreshDueOn) = ("ThinkPad T14 Gen 4", Today.AddDays(-1));
        await SaveAsync(Stock("Paris"), Stock("Berlin"), Stock("Berlin"), overdue);

        var answer = await AskAsync(Ticket("It is slow"));

        answer.Findings.Should().Contain(f => f.Action == "Swap from stock: 2 × ThinkPad T14 Gen 4 in Berlin");
    }

    [Fact]
    public async Task A_license_named_in_the_words_is_checked_for_the_person()
    {
        var (visio, office) = (Product("Microsoft Visio Plan 2", 5), Product("Microsoft 365 E3", null));
        office.Seats.Add(Seat(office, _dana.Id));
        visio.Seats.Add(Seat(visio, null));
        await SaveAsync(Laptop(_dana));
        await SaveAsync(visio, office);

        var lines = (await AskAsync(Ticket("Visio asks for a key"))).Licenses;

        lines[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Product = "Microsoft Visio Plan 2",
                    Entitled = false,
                    Mentioned = true,
                    Free = 4,
                }
            );
        lines[1]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Product = "Microsoft 365 E3",
                    Entitled = true,
                    Mentioned = false,
                }
            );
        lines.Should().OnlyContain(l => l.Origin!.Source == "Inventory");
    }

    [Fact]
    public async Task Security_is_told_before_a_stolen_device_is_replaced()
    {
        await SaveAsync(Laptop(_dana, d => d.State = LifecycleState.Stolen), Stock("Berlin"));

        var report = ReportBuilder.Build(await AskAsync(Ticket("It was stolen")));

        report.Actions[0].Should().StartWith("Tell security before anything else");
        report.Actions[1].Should().StartWith("Swap from stock");
    }

    [Fact]
    public async Task Another_tenants_people_and_devices_do_not_exist()
    {
        await SaveAsync(Laptop(_dana));
        var ticket = Ticket("PF3ABCDE is slow");

        var answer = await AskAsync(ticket with { Ref = ticket.Ref with { Tenant = TenantId.Parse("globex") } });

        answer.Requester.Should().BeNull();
        answer.Candidates.Should().BeEmpty();
        (await _context.DescribeDeviceAsync(TenantId.Parse("globex"), "PF3ABCDE", default)).Should().BeNull();
    }

    [Fact]
    public async Task A_row_of_another_tenant_cannot_be_written()
    {
        var write = () =>
            _test.Database.WriteAsync(
                Tenant,
                (db, _) =>
                {
                    db.Add(Stranger());
                    return Task.CompletedTask;
                },
                default
            );

        await write.Should().ThrowAsync<InvalidOperationException>().WithMessage("*tenant 'globex'*");

        static Person Stranger() =>
            new()
            {
                Id = Id(),
                DisplayName = "X",
                Tenant = "globex",
            };
    }

    [Fact]
    public async Task A_person_and_a_device_can_be_asked_for_without_a_ticket()
    {
        var laptop = await SaveAsync(Laptop(_dana));

        (await _context.DescribePersonAsync(Tenant, "dana@example.com", default))!.Device!.Device.Id.Should().Be(laptop.Id);
        var device = await _context.DescribeDeviceAsync(Tenant, "lt-0042", default);
        device!.Requester!.Id.Should().Be(_dana.Id);
        (await _context.DescribePersonAsync(Tenant, "nobody@example.com", default)).Should().BeNull();
    }

    private Task<AssetContext> AskAsync(Ticket ticket) => _context.DescribeAsync(ticket, null, default);

    private static TicketPerson By(IdentityKind kind, string value, string scope = "") => new("Dana Demo", [new PersonName(kind, value, scope)]);

    private async Task<Device> SaveAsync(params Device[] devices)
    {
        foreach (var device in devices)
        {
            device.AssignedTo = null;
            Identify(device, IdentifierKind.Serial, device.Serial);
            Identify(device, IdentifierKind.AssetTag, device.AssetTag);
            Identify(device, IdentifierKind.Hostname, device.Name);
        }

        await _test.Database.WriteAsync(
            Tenant,
            async (db, token) =>
            {
                if (await db.People.FindAsync([Tenant.Value, _dana.Id], token) is null)
                {
                    db.Add(_dana);
                }

                db.AddRange(devices);
            },
            default
        );
        return devices[0];
    }

    private Task SaveAsync(params object[] rows) =>
        _test.Database.WriteAsync(
            Tenant,
            (db, _) =>
            {
                db.AddRange(rows);
                return Task.CompletedTask;
            },
            default
        );

    private static void Identify(Device device, IdentifierKind kind, string? value)
    {
        if (Identifiers.Normalise(kind, value) is { } normal)
        {
            device.Identifiers.Add(
                new DeviceIdentifier
                {
                    Kind = kind,
                    Value = normal,
                    DeviceId = device.Id,
                }
            );
        }
    }

    private static TicketRecord Earlier(string id, Guid device, Guid person, DateTimeOffset created) =>
        new()
        {
            Connection = "helpdesk",
            TicketId = id,
            Number = $"HELP-{id}",
            Summary = "Battery",
            DeviceId = device,
            RequesterId = person,
            CreatedAt = created,
            UpdatedAt = created,
        };

    private static Device Stock(string place) =>
        Laptop(null, d => (d.State, d.Location, d.Serial, d.AssetTag, d.Name) = (LifecycleState.InStock, place, $"ST{d.Id:N}"[..12], null, null));

    private static License Product(string name, int? owned) =>
        new()
        {
            Id = Id(),
            Product = name,
            Owned = owned,
            Origins = new() { [nameof(License.Product)] = new Origin("Inventory", Now) },
        };

    private static Seat Seat(License license, Guid? person) =>
        new()
        {
            Id = Id(),
            LicenseId = license.Id,
            PersonId = person,
        };

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}

public sealed class ContextOnSqlite() : ContextContract(TestEngine.Sqlite);

public sealed class ContextOnPostgres() : ContextContract(TestEngine.Postgres);
