namespace Itam.Context.Sources;

/// <summary>Where a broken read of a desk's asset store goes on: which list, after what, and where the next incremental read will start.</summary>
internal sealed record AssetStoreCursor(string Part, string After, string HighWater)
{
    /// <returns>Null where there is nothing to go on from, or the text is not ours: then the read starts at the beginning, which is always right.</returns>
    public static AssetStoreCursor? Parse(string? text) =>
        text?.Split('|') is [var part, var after, var highWater] && highWater.Length > 0 ? new(part, after, highWater) : null;

    public override string ToString() => $"{Part}|{After}|{HighWater}";
}
