using Itam.Context.Connections;
using Itam.Context.Lifecycle.Equipment;
using Itam.Sandbox.Company;
using Itam.Sandbox.Demo;
using Microsoft.Extensions.Configuration;

namespace Itam.Server.Tests.Demo;

public sealed class TheDemoCatalogueFitsTheCompany : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("itam-demo-");
    private readonly SandboxCompany _company = DemoCompany.Create(Now);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_product_reads_it_and_finds_people_who_decide_and_who_hand_over()
    {
        var settings = Read();

        settings.Stockroom.Should().HaveCount(6, "there is one on each site");
        _company.People.Select(p => p.Email).Should().Contain([.. settings.Stockroom, settings.FallbackApprover!, settings.SecondApprover!]);
        settings.Catalogue.BudgetOf("sales", Now.Year, "EUR").Should().NotBeNull();
    }

    [Fact]
    public void Each_item_is_of_models_that_the_company_has_and_some_lie_in_stock()
    {
        foreach (var item in Read().Catalogue.Items.Where(i => i.IsTracked))
        {
            _company.Devices.Select(d => d.Model).Should().Contain(item.Models, "of {0}", item.Id);
            _company
                .Devices.Should()
                .Contain(
                    d => d.State == "in stock" && item.IsModel(d.Model) && (item.IsLoan || d.RefreshDue == null || d.RefreshDue > Today),
                    "{0} can be had at once somewhere",
                    item.Id
                );
        }
    }

    private EquipmentSettings Read()
    {
        var section = EquipmentConfiguration.Write(_folder.FullName, _company, "demo", "jira", Now.Year);
        var file = Path.Combine(_folder.FullName, "itam.json");
        File.WriteAllText(file, section.ToJsonString());
        var reader = new SettingsReader(new ConfigurationBuilder().AddJsonFile(file).Build());
        var settings = EquipmentSettings.Read(reader, "main");
        reader.ThrowIfAny();
        return settings;
    }
}
