using Itam.Testing;

namespace Itam.Server.Tests.Configuration;

public sealed class EquipmentIsConfigured : IDisposable
{
    private readonly ItamTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task What_is_wrong_with_the_catalogue_stops_the_start_like_any_other_setting()
    {
        var file = _tool.Write("catalogue.json", """{ "items": [{ "id": "laptop", "name": "Laptop", "type": "toaster", "price": "1490 EUR" }] }""");

        var result = await _tool
            .With("Equipment:Catalogue", file)
            .With("Equipment:Desk", "nowhere")
            .With("Equipment:Stockroom", "store")
            .With("Equipment:SecondApprovalAbove", "2000")
            .With("Equipment:Limit", "1")
            .RunAsync("serve");

        result.ExitCode.Should().Be(2);
        result.Errors.Should().Contain("item 'laptop', type: is 'toaster'");
        result.Errors.Should().Contain("Equipment:Desk names 'nowhere', which is no desk of the tenant 'main'");
        result.Errors.Should().Contain("Equipment:Stockroom names 'store', which is no e-mail address");
        result.Errors.Should().Contain("Equipment:SecondApprover is missing");
        result.Errors.Should().Contain("Equipment:Limit is not a setting here");
    }

    [Fact]
    public async Task Without_a_catalogue_the_other_settings_ask_for_one()
    {
        var result = await _tool.With("Equipment:Stockroom", "store@example.com").RunAsync("serve");

        result.Errors.Should().Contain("Equipment:Catalogue is missing");
    }
}
