using System.Globalization;
using Itam.Context.Enrichment;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Tests.Cards;

public class WhatADeviceCardSays
{
    [Fact]
    public void The_warranty_is_the_vendors_answer_and_not_the_latest_day_that_somebody_typed()
    {
        var device = new Device { Id = Guid.AllBitsSet, Name = "LT-0042" };
        device.Warranties.Add(Cover(SourceRole.WarrantyVendor, "Dell warranty", new DateOnly(2025, 6, 1)));
        device.Warranties.Add(Cover(SourceRole.AssetRegister, "Snipe-IT", new DateOnly(2028, 6, 1)));

        var card = DeviceCards.One(new CardText(CultureInfo.GetCultureInfo("en"), null, GalleryCompany.Now), new DeviceHealth(device, []));

        card.ToJObject().ToString().Should().Contain("2025").And.NotContain("2028");
    }

    [Theory]
    [InlineData("encryption-stale", "? Unknown")]
    [InlineData("storage-unknown", "? Unknown")]
    [InlineData("warranty-unchecked", "✓ OK")]
    public void What_is_not_known_or_old_is_never_said_to_be_fine(string code, string health)
    {
        var device = new Device
        {
            Id = Guid.AllBitsSet,
            Name = "LT-0042",
            LastSeenAt = GalleryCompany.Now,
        };

        var card = DeviceCards.One(
            new CardText(CultureInfo.GetCultureInfo("en"), null, GalleryCompany.Now),
            new DeviceHealth(device, [new Finding(code, Severity.Unknown, "Nobody knows")])
        );

        card.ToJObject().ToString().Should().Contain(health);
    }

    [Theory]
    [InlineData(SeatState.Active, "✓ Visio")]
    [InlineData(SeatState.Pending, "… Visio")]
    [InlineData(SeatState.Disabled, "✕ Visio")]
    public void A_license_says_whether_it_can_be_used(SeatState state, string words)
    {
        var card = LicensesCard.Of(
            new CardText(CultureInfo.GetCultureInfo("en"), null, GalleryCompany.Now),
            [new OwnLicense("Visio", null, null, state)],
            new HumanHelp("Call 4711", null)
        );

        card.ToJObject().ToString().Should().Contain(words);
    }

    private static Warranty Cover(SourceRole role, string source, DateOnly ends) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            DeviceId = Guid.AllBitsSet,
            Lookup = WarrantyLookup.Found,
            EndsOn = ends,
            Source = source,
            Role = role,
        };
}
