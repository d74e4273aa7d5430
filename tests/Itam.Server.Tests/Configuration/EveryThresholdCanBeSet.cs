using System.Globalization;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Enrichment;
using Itam.Server.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Itam.Server.Tests.Configuration;

public class EveryThresholdCanBeSet
{
    public static TheoryData<string> Names => [.. typeof(Thresholds).GetProperties().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void For_one_tenant_and_for_it_alone(string name)
    {
        var property = typeof(Thresholds).GetProperty(name)!;
        var standard = Convert.ToDouble(property.GetValue(Thresholds.Default), CultureInfo.InvariantCulture);
        var wanted = standard < 1 ? standard * 2 : standard + 1;

        var settings = Read($"Tenants:acme:Thresholds:{name}", wanted.ToString(CultureInfo.InvariantCulture));

        Convert.ToDouble(property.GetValue(settings.Thresholds.Of(TenantId.Parse("acme"))), CultureInfo.InvariantCulture).Should().Be(wanted);
        settings.Thresholds.Of(TenantId.Parse("main")).Should().Be(Thresholds.Default);
    }

    [Fact]
    public void A_chance_that_would_accuse_everybody_is_refused()
    {
        var read = () => Read("Tenants:acme:Thresholds:FaultClusterChance", "0.5");

        read.Should().Throw<SettingsException>().WithMessage("*Tenants:acme:Thresholds:FaultClusterChance*");
    }

    private static ServerSettings Read(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
        return ServerSettings.Read(configuration, new VendorServices(TimeProvider.System, NullLoggerFactory.Instance));
    }
}
