using System.Collections.Immutable;
using System.Globalization;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Enrichment;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Freshservice;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Freshservice;

/// <summary>The desk's own assets and our neutral identifiers. <see cref="IdentifierKind.SourceId"/> is the display_id: the number in an asset's address.</summary>
internal sealed class AssetStore(FreshserviceClient client, string connection)
{
    /// <summary>A search finds everything that starts alike; each that may be equal costs a call.</summary>
    private const int MaxLookedAt = 10;

    /// <summary>Strongest first, with the field that the search knows.</summary>
    private static readonly (IdentifierKind Kind, string Field)[] Searchable =
    [
        (IdentifierKind.Serial, "serial_number"),
        (IdentifierKind.AssetTag, "asset_tag"),
        (IdentifierKind.Hostname, "name"),
    ];

    public LinkedDevice ToDevice(JObject asset, long displayId) =>
        new(ReportText.Clean(asset["name"].Text() ?? $"Asset {displayId.ToString(CultureInfo.InvariantCulture)}"), Names(asset, displayId));

    /// <summary>
    /// The one asset that carries an identifier of the device: its number in this desk, else serial, else tag, else name. More than one is
    /// <see cref="FoundAsset.Ambiguous"/>; an asset whose own serial says otherwise is not it. <see cref="FoundAsset.TooMany"/>: it may be among those that
    /// were not looked at.
    /// </summary>
    public async Task<FoundAsset> FindAsync(ImmutableArray<DeviceName> device, CancellationToken cancellationToken)
    {
        var own = device.FirstOrDefault(n => n.Kind == IdentifierKind.SourceId && n.Scope == connection);
        if (
            long.TryParse(own?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            && await client.AssetAsync(known, cancellationToken) is { } remembered
            && !Contradicts(remembered, known, device)
        )
        {
            return new FoundAsset.One(known, ReportText.Clean(remembered["name"].Text()));
        }

        var tooMany = false;
        foreach (var (kind, field) in Searchable)
        {
            var equal = new Dictionary<long, string>();
            foreach (var name in device.Where(n => n.Kind == kind && Identifiers.Normalise(kind, n.Value) is not null))
            {
                var (alike, more) = await AlikeAsync(kind, field, name.Value.Trim(), cancellationToken);
                tooMany |= more;
                foreach (var displayId in alike)
                {
                    // Read one by one: the search trails by minutes, and over all workspaces it leaves out the fields of the lower asset types.
                    if (
                        await client.AssetAsync(displayId, cancellationToken) is { } asset
                        && Carries(asset, displayId, kind, name.Value)
                        && !Contradicts(asset, displayId, device)
                    )
                    {
                        equal[displayId] = ReportText.Clean(asset["name"].Text());
                    }
                }
            }

            switch (equal.Count)
            {
                case 1:
                    var (id, label) = equal.First();
                    return new FoundAsset.One(id, label);
                case > 1:
                    return new FoundAsset.Ambiguous(equal.Count);
            }
        }

        return tooMany ? new FoundAsset.TooMany() : new FoundAsset.None();
    }

    /// <summary>What the search shows to be equal, then what it leaves open; what it shows to be another is left out.</summary>
    private async Task<(IReadOnlyList<long> Ids, bool More)> AlikeAsync(
        IdentifierKind kind,
        string field,
        string value,
        CancellationToken cancellationToken
    )
    {
        var wanted = Identifiers.Normalise(kind, value);
        var hits = await client.SearchAssetsAsync(field, value, cancellationToken).ToListAsync(cancellationToken);
        var candidates = hits.Select(h => (Id: h.Id("display_id"), Shown: Shown(h, field)))
            .Where(h => h.Id is not null)
            .Select(h => (Id: h.Id!.Value, Equal: h.Shown is null ? (bool?)null : Identifiers.Normalise(kind, h.Shown) == wanted))
            // An asset may be named after its person; its host name is among the fields that a search leaves out.
            .Where(h => h.Equal != false || kind == IdentifierKind.Hostname)
            .OrderByDescending(h => h.Equal == true)
            .Select(h => h.Id)
            .Distinct()
            .ToList();
        return ([.. candidates.Take(MaxLookedAt)], candidates.Count > MaxLookedAt || hits.Count >= FreshserviceClient.MaxSearchHits);
    }

    private static string? Shown(JObject hit, string field) => hit[field].Text() ?? hit.TypeField(field);

    private bool Carries(JObject asset, long displayId, IdentifierKind kind, string value) =>
        Identifiers.Normalise(kind, value) is { } wanted
        && (
            Names(asset, displayId).Any(n => n.Kind == kind && Identifiers.Normalise(kind, n.Value) == wanted)
            || (kind == IdentifierKind.Hostname && Identifiers.Normalise(kind, asset["name"].Text()) == wanted)
        );

    private bool Contradicts(JObject asset, long displayId, ImmutableArray<DeviceName> device)
    {
        var theirs = Serials(Names(asset, displayId));
        var ours = Serials(device);
        return theirs.Count > 0 && ours.Count > 0 && !theirs.Overlaps(ours);
    }

    private static HashSet<string> Serials(IEnumerable<DeviceName> names) =>
        [.. names.Where(n => n.Kind == IdentifierKind.Serial).Select(n => Identifiers.Normalise(n.Kind, n.Value)).OfType<string>()];

    private ImmutableArray<DeviceName> Names(JObject asset, long displayId)
    {
        var names = ImmutableArray.CreateBuilder<DeviceName>();
        names.Add(new(IdentifierKind.SourceId, displayId.ToString(CultureInfo.InvariantCulture), connection));
        Add(IdentifierKind.Serial, asset["serial_number"].Text() ?? asset.TypeField("serial_number"));
        Add(IdentifierKind.AssetTag, asset["asset_tag"].Text());

        // An asset is usually named after its host; "Dana's laptop" is not.
        var label = asset["name"].Text();
        Add(IdentifierKind.Hostname, asset.TypeField("hostname") ?? (label?.Any(char.IsWhiteSpace) == true ? null : label));
        return names.ToImmutable();

        void Add(IdentifierKind kind, string? value)
        {
            if (value is not null && Identifiers.Normalise(kind, value) is not null)
            {
                names.Add(new(kind, value));
            }
        }
    }
}

internal abstract record FoundAsset
{
    private FoundAsset() { }

    public sealed record One(long DisplayId, string Label) : FoundAsset;

    public sealed record Ambiguous(int Count) : FoundAsset;

    public sealed record TooMany : FoundAsset;

    public sealed record None : FoundAsset;
}
