using System.Text;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Context.Sources.Syncing;
using Itam.Context.Tests.Sources.Syncing;
using Itam.Testing.Time;

namespace Itam.Context.Tests.Matching;

public class Whose_value_wins_can_be_changed
{
    private static readonly DateTimeOffset Now = ManualTime.Morning;

    [Fact]
    public void What_the_file_names_is_changed_and_all_else_stays_as_shipped()
    {
        var precedence = Changed("""{ "fields": { "Location": ["DeviceManagement"] }, "freshForDays": { "DeviceManagement": 14 } }""");

        precedence.RankOf(nameof(Device.Location), SourceRole.DeviceManagement).Should().Be(0);
        precedence.RankOf(nameof(Device.Location), SourceRole.AssetRegister).Should().BeNull();
        precedence.IsStale(SourceRole.DeviceManagement, Now.AddDays(-10), Now).Should().BeFalse();
        precedence.IsStale(SourceRole.EndpointProtection, Now.AddDays(-10), Now).Should().BeTrue();
        precedence
            .RankOf(nameof(Device.Model), SourceRole.AssetRegister)
            .Should()
            .Be(Precedence.Shipped.RankOf(nameof(Device.Model), SourceRole.AssetRegister));
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "no object")]
    [InlineData("""{ "fields": [] }""", "\"fields\"")]
    [InlineData("""{ "fields": { "Location": "AssetRegister" } }""", "no list of roles for the field Location")]
    [InlineData("""{ "fields": { "Place": ["AssetRegister"] } }""", "'Place'")]
    [InlineData("""{ "fields": { "Location": ["Landlord"] } }""", "'Landlord'; roles are AssetRegister")]
    [InlineData("""{ "fields": { "Location": [["7"]] } }""", "'7'")]
    [InlineData("""{ "fields": { "Warranties": ["AssetRegister"] } }""", "whose warranty counts is fixed")]
    [InlineData("""{ "freshForDays": { "DeviceManagement": "soon" } }""", "no number of days for DeviceManagement")]
    [InlineData("""{ "freshForDays": { "DeviceManagement": -1 } }""", "no number of days for DeviceManagement")]
    public void What_is_wrong_with_the_file_is_said(string json, string problem)
    {
        var change = () => Changed(json);

        change.Should().Throw<FormatException>().Which.Message.Should().Contain(problem);
    }

    [Fact]
    public async Task A_sync_and_its_explanation_go_by_it()
    {
        await using var bench = await SyncBench.CreateAsync();
        var precedence = Changed("""{ "fields": { "Location": ["DeviceManagement", "AssetRegister"] } }""");
        var runner = new SyncRunner(bench.Database, bench.Time, precedence);
        var register = SyncBench.Record("7", "PF3ABCDE", "LT-1") with { Location = "Berlin" };
        var managed = SyncBench.Record("1", "PF3ABCDE") with { Location = "Paris" };

        await runner.RunAsync(new FakeSource("snipe", SourceRole.AssetRegister) { Records = [register] }, null, null, default);
        await runner.RunAsync(new FakeSource("intune") { Records = [managed] }, null, null, default);

        (await bench.DevicesAsync()).Should().ContainSingle().Which.Location.Should().Be("Paris");
        var explained = await new DeviceExplainer(bench.Database, bench.Time, precedence).ExplainAsync(SyncBench.Tenant, "LT-1", default);
        explained.Single().Fields.Single(f => f.Property == nameof(Device.Location)).Lost.Should().ContainSingle(l => l.Value == "Berlin");
    }

    private static Precedence Changed(string json) => Precedence.Changed(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
