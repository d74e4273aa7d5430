using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Itam.Sandbox.Sources.MicrosoftGraph;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.MicrosoftGraph;

public sealed class ReadingATenant
{
    private static IEnumerable<T> Records<T>(IEnumerable<SourcePage> pages)
        where T : SourceRecord => pages.SelectMany(p => p.Records).OfType<T>();

    [Fact]
    public async Task A_full_read_sees_every_device_person_and_license_over_three_pages_and_is_complete()
    {
        await using var tenant = await GraphTenant.StartAsync();

        var pages = await GraphTenant.ReadAsync(tenant.Source);

        Records<DeviceRecord>(pages).Select(d => d.SourceId).Should().Equal(Enumerable.Range(1, 5).Select(n => $"device-{n}"));
        Records<PersonRecord>(pages).Select(p => p.SourceId).Should().Equal(Enumerable.Range(1, 5).Select(n => $"user-{n}"));
        Records<LicenseRecord>(pages).Should().ContainSingle();
        pages[0].Total.Should().Be(5);
        pages.SkipLast(1).Should().OnlyContain(p => !p.Complete && p.HighWater == null && p.Records.Length <= 2);
        pages[^1].Complete.Should().BeTrue();
        pages[^1].HighWater.Should().Contain("$deltatoken=");
    }

    [Fact]
    public async Task A_device_is_read_in_neutral_words()
    {
        await using var tenant = await GraphTenant.StartAsync();

        var device = Records<DeviceRecord>(await GraphTenant.ReadAsync(tenant.Source)).First();

        device
            .Should()
            .BeEquivalentTo(
                new DeviceRecord("device-1", new DateTimeOffset(2025, 12, 20, 10, 0, 0, TimeSpan.Zero))
                {
                    Hostname = "LT-1",
                    Serial = "PF00001",
                    Macs = ["8CF8C5000001"],
                    DirectoryDeviceId = "aaaaaaaa-0000-0000-0000-000000000001",
                    Platform = Platform.Windows,
                    Manufacturer = "LENOVO",
                    Model = "ThinkPad T14",
                    Ownership = Ownership.Company,
                    Holder =
                    [
                        new PersonName(IdentityKind.DirectoryId, "user-1"),
                        new PersonName(IdentityKind.Upn, "user1@contoso.com"),
                        new PersonName(IdentityKind.Email, "user1@contoso.com"),
                    ],
                    OsName = "Windows",
                    OsVersion = "10.0.26100.1",
                    StorageTotalBytes = 512_000_000_000,
                    StorageFreeBytes = 100_000_000_000,
                    LastSeenAt = new DateTimeOffset(2025, 12, 20, 10, 0, 0, TimeSpan.Zero),
                    Encryption = Encryption.Full,
                    Compliance = Compliance.Compliant,
                    Managed = true,
                }
            );
    }

    [Fact]
    public async Task A_person_is_read_with_aliases_manager_and_dates_and_the_leave_date_only_where_it_may_be_asked()
    {
        await using var tenant = await GraphTenant.StartAsync();
        var asking = tenant.Connect(settings: ("LeaveDates", "true"));

        var person = Records<PersonRecord>(await GraphTenant.ReadAsync(asking)).First();
        await GraphTenant.ReadAsync(tenant.Source);

        person.Names.Should().Contain(new PersonName(IdentityKind.Email, "alias1@contoso.com")).And.HaveCount(5);
        person.Manager.Should().Equal(new PersonName(IdentityKind.DirectoryId, "boss"));
        person.Country.Should().Be("DE", "a country's name is not a code");
        (person.StartsOn, person.LeavesOn).Should().Be((new DateOnly(2024, 3, 1), new DateOnly(2026, 2, 28)));
        person.Active.Should().BeTrue();
        tenant.Emulator.Requests.Where(r => r.StartsWith("/users/delta?$select")).Count(r => r.Contains("employeeLeaveDateTime")).Should().Be(3);
    }

    [Fact]
    public async Task A_license_lists_who_has_it_and_what_the_company_has_as_a_whole_is_no_license()
    {
        await using var tenant = await GraphTenant.StartAsync(graph =>
        {
            var whole = GraphTenant.Subscription();
            whole["appliesTo"] = "Company";
            graph.Subscriptions.Add(whole);
            var suspended = GraphTenant.Subscription();
            suspended["skuId"] = "0000000a-0000-0000-0000-000000000000";
            suspended["skuPartNumber"] = "SOMETHING_NEW";
            suspended["capabilityStatus"] = "Suspended";
            suspended["consumedUnits"] = 0;
            graph.Subscriptions.Add(suspended);
        });

        var licenses = Records<LicenseRecord>(await GraphTenant.ReadAsync(tenant.Source)).ToList();

        licenses.Select(l => (l.Product, l.Owned, l.Assigned)).Should().Equal(("Microsoft 365 E3", 10, 3), ("SOMETHING_NEW", 0, 0));
        licenses[0].Seats!.Value.Select(s => s.Person[0].Value).Should().Equal("user-1", "user-2", "user-3");
        licenses[1].Seats!.Value.Should().BeEmpty();
    }

    [Fact]
    public async Task A_seat_whose_plans_are_all_switched_off_and_one_of_a_suspended_subscription_are_told_apart()
    {
        await using var tenant = await GraphTenant.StartAsync(graph =>
        {
            graph.Subscriptions[0]["servicePlans"] = GraphTenant.Details("Success", "Success")["servicePlans"];
            graph.Users[0]["assignedLicenses"]![0]!["disabledPlans"] = new JArray("plan_0", "plan_1");
            graph.Users[1]["assignedLicenses"]![0]!["disabledPlans"] = new JArray("plan_0");
        });

        (await SeatsAsync()).Should().Equal(SeatState.Disabled, SeatState.Active, SeatState.Active);
        tenant.Emulator.Subscriptions[0]["capabilityStatus"] = "LockedOut";
        (await SeatsAsync()).Should().Equal(SeatState.Suspended, SeatState.Suspended, SeatState.Suspended);

        async Task<IEnumerable<SeatState>> SeatsAsync() =>
            Records<LicenseRecord>(await GraphTenant.ReadAsync(tenant.Source)).Single().Seats!.Value.Select(s => s.State);
    }

    [Fact]
    public async Task Where_seats_cannot_be_asked_they_are_unknown_and_not_none()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.RefusesFilters = true);

        var license = Records<LicenseRecord>(await GraphTenant.ReadAsync(tenant.Source)).Single();

        license.Seats.Should().BeNull();
        license.Assigned.Should().Be(3);
    }

    [Fact]
    public async Task An_incremental_read_tells_changed_and_removed_people_and_is_never_complete()
    {
        await using var tenant = await GraphTenant.StartAsync();
        var mark = (await GraphTenant.ReadAsync(tenant.Source))[^1].HighWater;
        tenant.Emulator.ChangedUsers.Add(GraphTenant.User(2));
        tenant.Emulator.ChangedUsers.Add(
            new JObject
            {
                ["id"] = "user-4",
                ["@removed"] = new JObject { ["reason"] = "changed" },
            }
        );

        var pages = await GraphTenant.ReadAsync(tenant.Source, new SourceRead(mark, null));

        Records<PersonRecord>(pages).Select(p => (p.SourceId, p.Active, p.SameManager)).Should().Equal(("user-2", true, true));
        pages.SelectMany(p => p.GonePeople).Should().Equal("user-4");
        Records<DeviceRecord>(pages).Should().HaveCount(5, "Intune has no delta");
        pages[^1].Complete.Should().BeFalse();
        pages[^1].HighWater.Should().Contain("$deltatoken=").And.NotBe(mark);
    }

    [Fact]
    public async Task A_mark_that_Graph_forgot_reads_all_people_again()
    {
        await using var tenant = await GraphTenant.StartAsync();
        var mark = (await GraphTenant.ReadAsync(tenant.Source))[^1].HighWater;
        tenant.Emulator.PageSize = 100;
        tenant.Emulator.ForgotTokens = true;

        var pages = await GraphTenant.ReadAsync(tenant.Source, new SourceRead(mark, null));

        Records<PersonRecord>(pages).Should().HaveCount(5).And.OnlyContain(p => !p.SameManager, "the list is whole");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_resumed_read_goes_on_behind_the_page_where_it_stopped_and_is_not_complete(int stoppedAfter)
    {
        await using var tenant = await GraphTenant.StartAsync();
        var whole = await GraphTenant.ReadAsync(tenant.Source);

        var rest = await GraphTenant.ReadAsync(tenant.Source, new SourceRead(null, whole[stoppedAfter].ResumeFrom));

        var missed = whole.Skip(stoppedAfter + 1).SelectMany(p => p.Records).Select(r => r.SourceId);
        var again = rest.SelectMany(p => p.Records).Select(r => r.SourceId).ToList();
        again.Should().Equal(stoppedAfter == 6 ? [GraphTenant.Sku] : missed, "licenses are one phase");
        rest[^1].Complete.Should().BeFalse();
        rest[^1].HighWater.Should().Contain("$deltatoken=");
    }

    [Fact]
    public async Task A_place_to_resume_that_cannot_be_read_starts_over()
    {
        await using var tenant = await GraphTenant.StartAsync();

        var pages = await GraphTenant.ReadAsync(tenant.Source, new SourceRead(null, "{ nonsense"));

        Records<DeviceRecord>(pages).Should().HaveCount(5);
    }

    [Fact]
    public async Task An_empty_page_with_more_behind_it_is_not_the_end()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.FirstPageIsEmpty = true);

        var pages = await GraphTenant.ReadAsync(tenant.Source);

        Records<DeviceRecord>(pages).Should().HaveCount(5);
        pages[^1].Complete.Should().BeTrue();
    }

    [Theory]
    [InlineData(GraphCount.None, null, true)]
    [InlineData(GraphCount.Page, null, true)]
    [InlineData(GraphCount.Wrong, 6, false)]
    public async Task A_count_that_does_not_fit_what_was_read_is_not_complete(GraphCount count, int? total, bool complete)
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.Count = count);

        var pages = await GraphTenant.ReadAsync(tenant.Source);

        pages[0].Total.Should().Be(total);
        pages[^1].Complete.Should().Be(complete);
    }

    [Fact]
    public async Task Pages_that_go_in_circles_end_with_a_failure()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.GoesInCircles = true);

        var read = () => GraphTenant.ReadAsync(tenant.Source);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        tenant.Emulator.Requests.Count.Should().BeLessThan(5);
    }

    [Fact]
    public async Task The_token_is_not_carried_to_another_host()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.OtherHost = "https://127.0.0.1:1");

        var read = () => GraphTenant.ReadAsync(tenant.Source);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Message.Should().Contain("another address");
    }

    [Fact]
    public async Task A_delta_that_ends_without_its_link_leaves_no_mark_and_is_not_complete()
    {
        await using var tenant = await GraphTenant.StartAsync(graph => graph.ForgetsDeltaLink = true);

        var last = (await GraphTenant.ReadAsync(tenant.Source))[^1];

        (last.Complete, last.HighWater).Should().Be((false, null));
    }

    [Fact]
    public async Task A_page_that_breaks_in_the_middle_ends_the_read_before_it_is_complete()
    {
        await using var tenant = await GraphTenant.StartAsync();
        tenant.Emulator.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.QueryString.Value!.Contains("skiptoken"));
        var pages = new List<SourcePage>();

        var read = async () =>
        {
            await foreach (var page in tenant.Source.ReadAsync(SourceRead.Everything, CancellationToken.None))
            {
                pages.Add(page);
            }
        };

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().ContainSingle().Which.Complete.Should().BeFalse();
        tenant.Emulator.Faults.Clear();
        var rest = await GraphTenant.ReadAsync(tenant.Source, new SourceRead(null, pages[0].ResumeFrom));
        Records<DeviceRecord>(rest).Should().HaveCount(3);
    }

    [Fact]
    public async Task Drifted_rows_are_read_as_far_as_they_can_be_and_a_row_without_id_is_rejected_alone()
    {
        await using var tenant = await GraphTenant.StartAsync(graph =>
        {
            graph.Devices[0]["complianceState"] = "quantumCompliant";
            graph.Devices[0]["managedDeviceOwnerType"] = "landlord";
            graph.Devices[0]["operatingSystem"] = "TempleOS";
            graph.Devices[0]["totalStorageSpaceInBytes"] = "512000000000";
            graph.Devices[0]["isEncrypted"] = "True";
            graph.Devices[0]["serialNumber"] = 12345;
            graph.Devices[1].Remove("id");
            graph.Devices[2]["lastSyncDateTime"] = new JObject();
        });

        var pages = await GraphTenant.ReadAsync(tenant.Source);

        var devices = Records<DeviceRecord>(pages).ToList();
        devices.Should().HaveCount(4);
        devices[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Compliance = Compliance.NotEvaluated,
                    Ownership = Ownership.Unknown,
                    Platform = Platform.Unknown,
                    StorageTotalBytes = 512_000_000_000L,
                    Encryption = Encryption.Full,
                    Serial = "12345",
                }
            );
        pages[0].Rejected.Should().ContainSingle().Which.Reason.Should().Contain("no id");
        pages[^1].Complete.Should().BeFalse();
    }

    [Fact]
    public async Task What_Graph_writes_for_nothing_is_nothing()
    {
        await using var tenant = await GraphTenant.StartAsync(graph =>
        {
            var row = graph.Devices[0];
            foreach (var field in new[] { "userId", "userPrincipalName", "emailAddress", "serialNumber", "model", "wiFiMacAddress" })
            {
                row[field] = "";
            }

            row["azureADDeviceId"] = "00000000-0000-0000-0000-000000000000";
            row["lastSyncDateTime"] = "0001-01-01T00:00:00Z";
            row["manufacturer"] = "Unknown";
            row["managementAgent"] = "unknown";
            row["totalStorageSpaceInBytes"] = 0;
            row["freeStorageSpaceInBytes"] = 0;
            row["isEncrypted"] = false;
        });

        var device = Records<DeviceRecord>(await GraphTenant.ReadAsync(tenant.Source)).First();

        device.Holder.Should().BeEmpty();
        device.Unassigned.Should().BeFalse();
        device.Macs.Should().BeEmpty();
        new object?[]
        {
            device.Serial,
            device.Model,
            device.Manufacturer,
            device.DirectoryDeviceId,
            device.Uuid,
            device.LastSeenAt,
            device.Managed,
            device.StorageTotalBytes,
            device.StorageFreeBytes,
            device.Encryption,
            device.Protection,
        }
            .Should()
            .AllSatisfy(value => value.Should().BeNull());
        device.AsOf.Should().Be(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), "it enrolled then");
    }
}
