namespace Itam.Context.Sources.Syncing;

/// <param name="Every">How often a connection is read.</param>
/// <param name="WarrantyEvery">How often warranty vendors are asked for what is due; each device is due every 30 days.</param>
public sealed record SyncOptions(TimeSpan Every, TimeSpan WarrantyEvery)
{
    public static readonly SyncOptions Default = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(6));
}
