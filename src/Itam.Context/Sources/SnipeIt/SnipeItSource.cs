using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

internal sealed class SnipeItSource(string connection, TenantId tenant, SnipeItSettings settings, SnipeItClient client, TimeProvider time)
    : ISource,
        ILiveSource,
        IDisposable
{
    private readonly SnipeItMapper _mapper = new(connection, settings, time);
    private readonly SnipeItUsers _users = new(connection, client);

    public string Connection { get; } = connection;

    public TenantId Tenant { get; } = tenant;

    public string Product => "Snipe-IT";

    public SourceRole Role => SourceRole.AssetRegister;

    public IAssetWriter? Writer => settings.AllowWrites ? new SnipeItWriter(client, _users) : null;

    // Each read keeps track of itself, so that two of them do not disturb each other.
    public IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, CancellationToken cancellationToken) =>
        new SnipeItReader(client, _mapper).ReadAsync(read, cancellationToken);

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
        new SnipeItChecks(client, settings, time).RunAsync(cancellationToken);

    public bool TellsVolatileFacts => false;

    /// <summary>By the device's own id, serial or tag; only where none of them is known here, by the person.</summary>
    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        foreach (var name in question.Device.OrderByDescending(d => d.Kind == IdentifierKind.SourceId))
        {
            if (Mapped(await NamedAsync(name, cancellationToken)) is { Count: > 0 } hit)
            {
                return hit;
            }
        }

        var rows = new List<JObject>();
        foreach (var user in await _users.FindAsync(question.Person, cancellationToken))
        {
            rows.AddRange(await client.LiveRowsAsync($"users/{user}/assets", cancellationToken));
        }

        return Mapped(rows);
    }

    public void Dispose() => client.Dispose();

    private List<DeviceRecord> Mapped(IEnumerable<JObject> rows) =>
        [.. rows.Select(_mapper.Device).OfType<DeviceRecord>().DistinctBy(d => d.SourceId)];

    private async Task<IEnumerable<JObject>> NamedAsync(DeviceName name, CancellationToken cancellationToken) =>
        name.Kind switch
        {
            IdentifierKind.SourceId when name.Scope == Connection && SnipeItValues.IsId(name.Value) => await client.LiveRecordAsync(
                "hardware/" + name.Value,
                cancellationToken
            )
                is { } row
                ? [row]
                : [],
            IdentifierKind.Serial => await SearchAsync("serial", "hardware/byserial/", name.Value, cancellationToken),
            IdentifierKind.AssetTag => await SearchAsync("asset_tag", "hardware/bytag/", name.Value, cancellationToken),
            _ => [],
        };

    // What "equal" means depends on the instance's database, so the answer is compared again.
    private async Task<IEnumerable<JObject>> SearchAsync(string field, string path, string value, CancellationToken cancellationToken) =>
        (await client.LiveRowsAsync(path + Uri.EscapeDataString(value.Trim()), cancellationToken)).Where(r =>
            string.Equals(r[field].Words(), value.Trim(), StringComparison.OrdinalIgnoreCase)
        );
}
