using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>Intune devices, Entra people and Microsoft licenses of one Entra tenant.</summary>
internal sealed class GraphSource(GraphAccess access, GraphClient client, TimeProvider time)
    : ISource,
        ILiveSource,
        ILiveSeats,
        IGroupDirectory,
        IDisposable
{
    private readonly GraphReader _reader = new(client, access, time);

    public string Connection => access.Connection;

    public TenantId Tenant => access.Tenant;

    public string Product => "Intune";

    public string PeopleProduct => "Entra ID";

    public string LicensesProduct => "Microsoft 365";

    public SourceRole Role => SourceRole.DeviceManagement;

    public SourceRole PeopleRole => SourceRole.Directory;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, CancellationToken cancellationToken) => _reader.ReadAsync(read, cancellationToken);

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        if (!access.Devices)
        {
            return [];
        }

        var answers = await Task.WhenAll(DeviceAsync(question.Device, cancellationToken), HeldByAsync(question.Person, cancellationToken));
        return [.. answers.SelectMany(found => found).DistinctBy(device => device.SourceId)];
    }

    /// <summary>Direct or through a group (user: licenseDetails, v1.0).</summary>
    public async Task<IReadOnlyList<SeatNow>> SeatsOfAsync(ImmutableArray<PersonName> person, CancellationToken cancellationToken)
    {
        if (!access.Licenses || await PersonAsync(person, cancellationToken) is not { } who)
        {
            return [];
        }

        var request = new RestRequest($"users/{Uri.EscapeDataString(who)}/licenseDetails").AddHeader("Accept", "application/json");
        try
        {
            var rows = GraphPage.Of(await client.GetAsync(request, cancellationToken), access.Name).Rows.OfType<JObject>();
            return [.. rows.Where(r => r.Word("skuId") is not null).Select(r => new SeatNow(r.Word("skuId")!, GraphLicenses.StateOf(r)))];
        }
        catch (ConnectionException none) when (none.Status == 404)
        {
            return [];
        }
    }

    /// <summary>Groups within groups count (user: transitiveMemberOf, v1.0; needs GroupMember.Read.All).</summary>
    public async Task<bool> IsMemberAsync(string directoryId, string groupId, CancellationToken cancellationToken)
    {
        var request = new RestRequest($"users/{Uri.EscapeDataString(directoryId)}/transitiveMemberOf/microsoft.graph.group")
            .AddHeader("Accept", "application/json")
            .AddQueryParameter("$select", "id")
            .AddQueryParameter("$top", "999");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            GraphPage page;
            try
            {
                page = GraphPage.Of(await client.GetAsync(request, cancellationToken), access.Name);
            }
            catch (ConnectionException none) when (none.Status == 404)
            {
                return false;
            }

            if (page.Rows.OfType<JObject>().Any(g => string.Equals(g.Word("id"), groupId, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            if (page.Next is not { } next || !seen.Add(next))
            {
                return false;
            }

            request = client.Lists.Follow(next);
        }
    }

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
        new GraphChecks(client, access, time).RunAsync(cancellationToken);

    public void Dispose() => client.Dispose();

    /// <summary>By Intune's own id, and by serial where that is gone: a device that enrols again gets a new id.</summary>
    private async Task<IReadOnlyList<DeviceRecord>> DeviceAsync(ImmutableArray<DeviceName> names, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeviceRecord> found = [];
        if (names.FirstOrDefault(d => d.Kind == IdentifierKind.SourceId && d.Scope == Connection) is { } own)
        {
            var request = Ask($"deviceManagement/managedDevices/{Uri.EscapeDataString(own.Value)}");
            found = await AskAsync(async () => Many([await client.GetAsync(request, cancellationToken)]));
        }

        return found is [] && names.FirstOrDefault(d => d.Kind == IdentifierKind.Serial) is { } serial
            ? await ListAsync(
                Ask("deviceManagement/managedDevices").AddQueryParameter("$filter", $"serialNumber eq {Quote(serial.Value)}"),
                cancellationToken
            )
            : found;
    }

    private async Task<IReadOnlyList<DeviceRecord>> HeldByAsync(ImmutableArray<PersonName> names, CancellationToken cancellationToken) =>
        await PersonAsync(names, cancellationToken) is { } person
            ? await ListAsync(Ask($"users/{Uri.EscapeDataString(person)}/managedDevices"), cancellationToken)
            : [];

    private static RestRequest Ask(string path) =>
        new RestRequest(path).AddHeader("Accept", "application/json").AddQueryParameter("$select", GraphDevices.Fields);

    /// <summary>Object id or sign-in name of the person; null where nobody fits. A mail may differ from the sign-in name, so both are tried.</summary>
    private async Task<string?> PersonAsync(ImmutableArray<PersonName> names, CancellationToken cancellationToken)
    {
        if ((Named(IdentityKind.DirectoryId) ?? Named(IdentityKind.Upn)) is { } known)
        {
            return known;
        }

        if (Named(IdentityKind.Email) is not { } mail)
        {
            return null;
        }

        var request = new RestRequest("users")
            .AddHeader("Accept", "application/json")
            .AddQueryParameter("$select", "id")
            .AddQueryParameter("$filter", $"mail eq {Quote(mail)} or userPrincipalName eq {Quote(mail)}");
        var found = GraphPage.Of(await client.GetAsync(request, cancellationToken), access.Name).Rows.OfType<JObject>().ToList();
        return found is [var only] ? only.Word("id") : null;

        string? Named(IdentityKind kind) => names.FirstOrDefault(n => n.Kind == kind)?.Value;
    }

    private Task<IReadOnlyList<DeviceRecord>> ListAsync(RestRequest request, CancellationToken cancellationToken) =>
        AskAsync(async () => Many(GraphPage.Of(await client.GetAsync(request, cancellationToken), access.Name).Rows.OfType<JObject>()));

    /// <summary>Not found is an answer; a filter that this cloud does not have (400) leaves the question to what the last read knew.</summary>
    private static async Task<IReadOnlyList<DeviceRecord>> AskAsync(Func<Task<IReadOnlyList<DeviceRecord>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ConnectionException none) when (none.Status is 400 or 404)
        {
            return [];
        }
    }

    private IReadOnlyList<DeviceRecord> Many(IEnumerable<JObject> rows) =>
        [.. rows.Select(row => GraphDevices.Of(row, time.GetUtcNow())).OfType<DeviceRecord>()];

    /// <summary>An OData string (quotes are doubled).</summary>
    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
