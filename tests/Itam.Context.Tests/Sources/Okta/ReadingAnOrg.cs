using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Faults;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Tests.Sources.Okta;

public sealed class ReadingAnOrg
{
    private static IEnumerable<T> Records<T>(IEnumerable<SourcePage> pages)
        where T : SourceRecord => pages.SelectMany(p => p.Records).OfType<T>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_read_sees_every_device_and_person_over_three_pages_and_is_complete(bool joinsLinks)
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.JoinsLinks = joinsLinks);

        var pages = await OktaOrg.ReadAsync(org.Source);

        Records<DeviceRecord>(pages).Select(d => d.SourceId).Should().Equal(Enumerable.Range(1, 5).Select(n => $"guo{n}"));
        Records<PersonRecord>(pages).Select(p => p.SourceId).Should().Equal(Enumerable.Range(1, 5).Select(n => $"user-{n}"));
        pages.Should().HaveCount(8, "the last list is of who was deprovisioned");
        pages.SkipLast(1).Should().OnlyContain(p => !p.Complete && p.HighWater == null && p.Records.Length <= 2);
        pages[^1].Complete.Should().BeTrue();
    }

    [Fact]
    public async Task A_device_and_a_person_are_read_in_neutral_words()
    {
        await using var org = await OktaOrg.StartAsync();

        var pages = await OktaOrg.ReadAsync(org.Source);

        PersonName[] names =
        [
            new(IdentityKind.Account, "user-1", "acme"),
            new(IdentityKind.Upn, "login1@acme.com"),
            new(IdentityKind.Email, "person1@acme.com"),
            new(IdentityKind.EmployeeNumber, "101"),
        ];
        Records<DeviceRecord>(pages)
            .First()
            .Should()
            .BeEquivalentTo(
                new DeviceRecord("guo1", new DateTimeOffset(2025, 11, 1, 8, 0, 0, TimeSpan.Zero))
                {
                    Hostname = "LT-1",
                    Serial = "SER0001",
                    Platform = Platform.Windows,
                    Manufacturer = "Dell Inc.",
                    Model = "Latitude 7440",
                    SourceState = "ACTIVE",
                    Holder = [.. names],
                    OsVersion = "10.0.26100",
                    Encryption = Encryption.Full,
                    Managed = true,
                }
            );
        Records<PersonRecord>(pages)
            .First()
            .Should()
            .BeEquivalentTo(
                new PersonRecord("user-1", new DateTimeOffset(2025, 12, 1, 8, 0, 0, TimeSpan.Zero))
                {
                    Names = [.. names],
                    DisplayName = "Person 1",
                    JobTitle = "Rep",
                    Department = "Sales",
                    Site = "Hamburg",
                    Country = "DE",
                    TimeZone = "Europe/Berlin",
                    Language = "de-DE",
                    Active = true,
                    Manager = [new PersonName(IdentityKind.Email, "boss@acme.com")],
                }
            );
    }

    [Fact]
    public async Task A_device_that_several_people_registered_has_no_holder_and_a_phones_name_is_no_hostname()
    {
        await using var org = await OktaOrg.StartAsync(okta =>
        {
            ((JArray)okta.Devices[0]["_embedded"]!["users"]!).Add(OktaOrg.Registration(2));
            okta.Devices[0]["profile"]!["platform"] = "IOS";
            okta.Devices[0]["profile"]!["displayName"] = "Anna's phone";
        });

        var device = Records<DeviceRecord>(await OktaOrg.ReadAsync(org.Source)).First();

        device.Holder.Should().BeEmpty();
        device.Unassigned.Should().BeFalse();
        device.Hostname.Should().BeNull();
        device.LastSeenAt.Should().BeNull("lastUpdated is no sign of life");
    }

    [Theory]
    [InlineData("boss@acme.com", "x", IdentityKind.Email, "boss@acme.com")]
    [InlineData("00u1abcdefghijklmnop", "x", IdentityKind.Account, "00u1abcdefghijklmnop")]
    [InlineData("4711", "x", IdentityKind.EmployeeNumber, "4711")]
    [InlineData(null, "boss@acme.com", IdentityKind.Email, "boss@acme.com")]
    [InlineData(null, "The Boss", null, null)]
    public async Task The_manager_is_understood_in_each_way_that_orgs_write_it(string? id, string text, IdentityKind? kind, string? value)
    {
        await using var org = await OktaOrg.StartAsync(okta =>
        {
            okta.Users[0]["profile"]!["managerId"] = id;
            okta.Users[0]["profile"]!["manager"] = text;
        });

        var manager = Records<PersonRecord>(await OktaOrg.ReadAsync(org.Source)).First().Manager;

        manager.Select(m => ((IdentityKind?)m.Kind, m.Value)).Should().Equal(kind is null ? [] : [(kind, value!)]);
    }

    [Theory]
    [InlineData("LOCKED_OUT", true)]
    [InlineData("SUSPENDED", false)]
    [InlineData("STAGED", null)]
    [InlineData("ASCENDED", null)]
    public async Task A_status_says_whether_the_person_is_active_where_it_says_anything(string status, bool? active)
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.Users[0]["status"] = status);

        Records<PersonRecord>(await OktaOrg.ReadAsync(org.Source)).First().Active.Should().Be(active);
    }

    [Fact]
    public async Task An_incremental_read_tells_what_changed_also_who_was_deprovisioned_and_is_never_complete()
    {
        await using var org = await OktaOrg.StartAsync();
        var mark = (await OktaOrg.ReadAsync(org.Source))[^1].HighWater;
        org.Emulator.Users[0]["status"] = "DEPROVISIONED";
        org.Emulator.Users[0]["lastUpdated"] = "2025-12-20T08:00:00.000Z";
        // Written a little before our mark, and found by the search only after we had asked.
        org.Emulator.Devices[1]["lastUpdated"] = "2025-11-05T07:55:00.000Z";

        var pages = await OktaOrg.ReadAsync(org.Source, new SourceRead(mark, null));

        Records<PersonRecord>(pages).Select(p => (p.SourceId, p.Active)).Should().Equal(("user-1", false), ("user-5", true));
        Records<DeviceRecord>(pages).Select(d => d.SourceId).Should().Equal("guo2", "guo5");
        pages[^1].Complete.Should().BeFalse();
        pages[^1].HighWater.Should().Contain("2025-12-20T08:00:00.000Z").And.Contain("2025-11-05T08:00:00.000Z");
    }

    [Fact]
    public async Task An_incremental_read_without_changes_keeps_its_mark()
    {
        await using var org = await OktaOrg.StartAsync();
        var mark = (await OktaOrg.ReadAsync(org.Source))[^1].HighWater;
        org.Emulator.Users.Clear();
        org.Emulator.Devices.Clear();

        (await OktaOrg.ReadAsync(org.Source, new SourceRead(mark, null)))[^1].HighWater.Should().Be(mark);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_resumed_read_goes_on_behind_the_page_where_it_stopped_with_the_same_mark(int stoppedAfter)
    {
        await using var org = await OktaOrg.StartAsync();
        var whole = await OktaOrg.ReadAsync(org.Source);

        var rest = await OktaOrg.ReadAsync(org.Source, new SourceRead(null, whole[stoppedAfter].ResumeFrom));

        rest.SelectMany(p => p.Records).Should().BeEquivalentTo(whole.Skip(stoppedAfter + 1).SelectMany(p => p.Records));
        rest[^1].Complete.Should().BeFalse();
        rest[^1].HighWater.Should().Be(whole[^1].HighWater);
    }

    [Fact]
    public async Task A_cursor_that_Okta_forgot_starts_its_list_over()
    {
        await using var org = await OktaOrg.StartAsync();
        var whole = await OktaOrg.ReadAsync(org.Source);
        org.Emulator.ForgotCursors = true;
        org.Emulator.PageSize = 100;

        var rest = await OktaOrg.ReadAsync(org.Source, new SourceRead(null, whole[3].ResumeFrom));

        Records<PersonRecord>(rest).Should().HaveCount(5);
        Records<DeviceRecord>(rest).Should().BeEmpty("they had been read");
    }

    [Fact]
    public async Task Pages_that_go_in_circles_end_with_a_failure()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.GoesInCircles = true);

        var read = () => OktaOrg.ReadAsync(org.Source);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        org.Emulator.Requests.Count.Should().BeLessThan(5);
    }

    [Fact]
    public async Task The_credentials_are_not_carried_to_another_host()
    {
        await using var org = await OktaOrg.StartAsync(okta => okta.OtherHost = "https://127.0.0.1:1");

        var read = () => OktaOrg.ReadAsync(org.Source);

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Message.Should().Contain("another address");
    }

    [Fact]
    public async Task A_page_that_breaks_in_the_middle_ends_the_read_before_it_is_complete()
    {
        await using var org = await OktaOrg.StartAsync();
        org.Emulator.Faults.Add(FaultKind.ServerError, int.MaxValue, r => r.QueryString.Value!.Contains("after"));
        var pages = new List<SourcePage>();

        var read = async () =>
        {
            await foreach (var page in org.Source.ReadAsync(SourceRead.Everything, CancellationToken.None))
            {
                pages.Add(page);
            }
        };

        (await read.Should().ThrowAsync<ConnectionException>()).Which.Failure.Should().Be(ConnectionFailure.Retry);
        pages.Should().ContainSingle().Which.Complete.Should().BeFalse();
        org.Emulator.Faults.Clear();
        var rest = await OktaOrg.ReadAsync(org.Source, new SourceRead(null, pages[0].ResumeFrom));
        Records<DeviceRecord>(rest).Should().HaveCount(3);
    }

    [Fact]
    public async Task Drifted_rows_are_read_as_far_as_they_can_be_and_a_row_without_id_is_rejected_alone()
    {
        await using var org = await OktaOrg.StartAsync(okta =>
        {
            okta.Devices[0]["profile"]!["platform"] = "PLAN9";
            okta.Devices[0]["profile"]!["diskEncryptionType"] = "QUANTUM";
            okta.Devices[0]["profile"]!["serialNumber"] = 987654;
            okta.Devices[0]["status"] = "HIBERNATED";
            okta.Devices[1]["profile"] = "none";
            okta.Devices[2].Remove("id");
            okta.Devices[3]["lastUpdated"] = "not a date";
            okta.Devices[3]["_embedded"] = new JArray();
        });

        var pages = await OktaOrg.ReadAsync(org.Source);

        var devices = Records<DeviceRecord>(pages).ToList();
        devices.Should().HaveCount(4);
        devices[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Platform = Platform.Unknown,
                    Encryption = Encryption.Unknown,
                    Serial = "987654",
                    SourceState = "HIBERNATED",
                    State = (LifecycleState?)null,
                }
            );
        devices[1].Serial.Should().BeNull();
        pages.SelectMany(p => p.Rejected.IsDefault ? [] : p.Rejected).Should().ContainSingle().Which.Reason.Should().Contain("no id");
        pages[^1].Complete.Should().BeFalse();
    }
}
