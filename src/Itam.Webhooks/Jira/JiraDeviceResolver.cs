using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Sources.Jira;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Jira;

/// <summary>Between our neutral names of a device and objects of Assets, in both directions.</summary>
internal sealed class JiraDeviceResolver(JiraClient client, JiraSettings settings)
{
    private const int MaxLinked = 5;
    private static readonly IdentifierKind[] StrongestFirst = [IdentifierKind.Serial, IdentifierKind.AssetTag, IdentifierKind.Hostname];

    private string Connection => settings.Client.Connection;

    /// <summary>Ids of the fields that hold asset objects: the configured one, else all of the site.</summary>
    public async ValueTask<IReadOnlyList<string>> FieldsAsync(CancellationToken cancellationToken)
    {
        var fields = await client.FieldsAsync(cancellationToken);
        return
        [
            .. fields
                .Where(f =>
                    settings.AssetsField is { } chosen
                        ? f.Id == chosen || string.Equals(f.Name, chosen, StringComparison.OrdinalIgnoreCase)
                        : f.HoldsAssets
                )
                .Select(f => f.Id),
        ];
    }

    /// <summary>The objects in a field's value: Cloud gives ids only, Data Center keys or "label (KEY)".</summary>
    public static IEnumerable<LinkedObject> ObjectsIn(JToken? value) =>
        (value as JArray ?? (value is null ? [] : [value])).Select(LinkedObject.Parse).OfType<LinkedObject>();

    public async Task<ImmutableArray<LinkedDevice>> ReadAsync(JObject fields, IReadOnlyList<string> assetFields, CancellationToken cancellationToken)
    {
        var devices = ImmutableArray.CreateBuilder<LinkedDevice>();
        foreach (var linked in assetFields.SelectMany(f => ObjectsIn(fields[f])).DistinctBy(o => o.Id).Take(MaxLinked))
        {
            devices.Add(await LookUpAsync(linked, cancellationToken) is { } asset ? Device(asset) : Unread(linked));
        }

        return devices.ToImmutable();
    }

    /// <summary>The linked devices of many issues, whose objects are looked up together.</summary>
    /// <returns>One entry per issue, in their order.</returns>
    public async Task<IReadOnlyList<ImmutableArray<LinkedDevice>>> ReadAllAsync(
        IReadOnlyCollection<JObject> issues,
        IReadOnlyList<string> assetFields,
        CancellationToken cancellationToken
    )
    {
        var linked = issues.Select(i => assetFields.SelectMany(f => ObjectsIn(i[f])).DistinctBy(o => o.Id).Take(MaxLinked).ToList()).ToList();
        var known = await LookUpAsync([.. linked.SelectMany(l => l)], cancellationToken);
        return
        [
            .. linked.Select(objects => objects.Select(o => known.TryGetValue(o.Id, out var asset) ? Device(asset) : Unread(o)).ToImmutableArray()),
        ];
    }

    /// <summary>The one object with one of the names, strongest name first. Assets compares loosely, so equality is checked here again.</summary>
    public async Task<DeviceResolution> FindAsync(ImmutableArray<DeviceName> names, CancellationToken cancellationToken)
    {
        foreach (var name in names.Where(n => n.Kind == IdentifierKind.SourceId && n.Scope == Connection))
        {
            if (name.Value.Split(':') is [var workspace, var id] && await client.Assets.ObjectAsync(workspace, id, cancellationToken) is { } known)
            {
                return new DeviceResolution(known, IsAmbiguous: false);
            }
        }

        foreach (var kind in StrongestFirst)
        {
            foreach (var name in names.Where(n => n.Kind == kind))
            {
                var matches = await FindAsync(kind, name.Value, cancellationToken);
                if (matches.Count > 0)
                {
                    return new DeviceResolution(matches.Count == 1 ? matches[0] : null, matches.Count > 1);
                }
            }
        }

        return new DeviceResolution(null, IsAmbiguous: false);
    }

    private async Task<List<JiraAssetObject>> FindAsync(IdentifierKind kind, string value, CancellationToken cancellationToken)
    {
        var matches = new List<JiraAssetObject>();
        if (Identifiers.Normalise(kind, value) is not { } wanted)
        {
            return matches;
        }

        foreach (var attribute in settings.AssetAttributes[kind])
        {
            try
            {
                var found = await client.Assets.FindAsync($"{JiraQuery.Quote(attribute)} = {JiraQuery.Quote(value.Trim())}", cancellationToken);
                matches.AddRange(found.Where(o => o.Values(attribute).Any(v => Identifiers.Normalise(kind, v) == wanted)));
            }
            catch (ConnectionException unknown) when (unknown.Status == 400)
            {
                // Assets refuses a query that names an attribute which no object type has.
            }
        }

        return [.. matches.DistinctBy(o => o.GlobalId)];
    }

    private async Task<JiraAssetObject?> LookUpAsync(LinkedObject linked, CancellationToken cancellationToken)
    {
        try
        {
            return linked is { WorkspaceId: { } workspace, ObjectId: { } id }
                ? await client.Assets.ObjectAsync(workspace, id, cancellationToken)
                : null;
        }
        catch (ConnectionException hidden) when (hidden.Failure != ConnectionFailure.Retry)
        {
            // The object may be in a schema that the account may not read; its id is still worth something.
            return null;
        }
    }

    private async Task<Dictionary<string, JiraAssetObject>> LookUpAsync(IReadOnlyCollection<LinkedObject> linked, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.Assets.ObjectsAsync([.. linked.Select(l => l.ObjectId).OfType<string>()], cancellationToken);
            return found.DistinctBy(o => o.GlobalId).ToDictionary(o => o.GlobalId, StringComparer.Ordinal);
        }
        catch (ConnectionException hidden) when (hidden.Failure != ConnectionFailure.Retry)
        {
            // Without the right to read objects their ids are still worth something.
            return [];
        }
    }

    private LinkedDevice Device(JiraAssetObject asset)
    {
        var names = StrongestFirst.Select(kind =>
            (Kind: kind, Value: settings.AssetAttributes[kind].SelectMany(a => asset.Values(a)).FirstOrDefault(v => v.Trim().Length > 0))
        );
        return new(asset.Label, [.. names.Where(n => n.Value is not null).Select(n => new DeviceName(n.Kind, n.Value!)), SourceId(asset.GlobalId)]);
    }

    /// <summary>Data Center shows a label instead of ids that could be looked up; on most sites it is one of the device's own names.</summary>
    private LinkedDevice Unread(LinkedObject linked) =>
        new(linked.Label, [.. linked.ObjectId is null ? StrongestFirst.Select(kind => new DeviceName(kind, linked.Label)) : [], SourceId(linked.Id)]);

    private DeviceName SourceId(string id) => new(IdentifierKind.SourceId, id, Connection);
}

/// <param name="Object">Null where no object or more than one has the name.</param>
internal sealed record DeviceResolution(JiraAssetObject? Object, bool IsAmbiguous);

/// <summary>One entry of an Assets field.</summary>
/// <param name="Id"><c>workspace:object</c> on Cloud, the object's key on Data Center.</param>
internal sealed record LinkedObject(string Id, string Label, string? WorkspaceId, string? ObjectId)
{
    public static LinkedObject? Parse(JToken entry)
    {
        if (entry is JObject json)
        {
            var label = json["label"].Text() ?? json["objectKey"].Text() ?? json["key"].Text();
            return json["workspaceId"].Text() is { } workspace && json["objectId"].Text() is { } id
                    ? new($"{workspace}:{id}", label ?? $"object {id}", workspace, id)
                : json["key"].Text() is { } key ? new(key, label ?? key, null, null)
                : null;
        }

        if (entry.Text() is not { } text)
        {
            return null;
        }

        var open = text.LastIndexOf('(');
        return open > 0 && text.EndsWith(')') ? new(text[(open + 1)..^1], text[..open].Trim(), null, null) : new(text, text, null, null);
    }
}
