namespace Itam.Context.Sources;

/// <summary>The one list of sources that can be connected. Desks bring their own asset stores with them.</summary>
public static class SourceVendors
{
    public static IReadOnlyList<ISourceVendor> All { get; } =
    [
        new AppleBusiness.AppleBusinessVendor(),
        new CrowdStrike.CrowdStrikeVendor(),
        new Dell.DellVendor(),
        new FileDrop.FileDropVendor(),
        new Hp.HpVendor(),
        new Jamf.JamfVendor(),
        new Lenovo.LenovoVendor(),
        new Level.LevelVendor(),
        new MicrosoftGraph.MicrosoftGraphVendor(),
        new Okta.OktaVendor(),
        new SnipeIt.SnipeItVendor(),
    ];
}
