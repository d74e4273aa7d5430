using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.MicrosoftGraph;

/// <summary>Intune devices, Entra people and Microsoft licenses of one Entra tenant.</summary>
internal sealed class GraphSource(GraphAccess access, GraphClient client, TimeProvider time) : ISource, ILiveSource, IDisposable
{
    private readonly GraphReader _reader = new(client, access, time);

    public string Connection => access.Connection;

    public TenantId Tenant => access.Tenant;

    public string Product => "Intune";

    public SourceRole Role => SourceRole.DeviceManagement;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, CancellationToken cancellationToken) => _reader.ReadAsync(read, cancellationToken);

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        if (!access.Devices)
        {
            return [];
        }

        if (question.Device.FirstOrDefault(d => d.Kind == IdentifierKind.SourceId && d.Scope == Connection) is { } own)
        {
            return await AskAsync(
                async () => One(await client.GetAsync(Ask($"deviceManagement/managedDevices/{Uri.EscapeDataString(own.Value)}"), cancellationToken))
            );
        }

        if (question.Device.FirstOrDefault(d => d.Kind == IdentifierKind.Serial) is { } serial)
        {
            return await ListAsync(
                Ask("deviceManagement/managedDevices").AddQueryParameter("$filter", $"serialNumber eq {Quote(serial.Value)}"),
                cancellationToken
            );
        }

        return await PersonAsync(question.Person, cancellationToken) is { } person
            ? await ListAsync(Ask($"users/{Uri.EscapeDataString(person)}/managedDevices"), cancellationToken)
            : [];
    }

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
        new GraphChecks(client, access, time).RunAsync(cancellationToken);

    public void Dispose() => client.Dispose();

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

    private IReadOnlyList<DeviceRecord> One(JObject row) => Many([row]);

    private IReadOnlyList<DeviceRecord> Many(IEnumerable<JObject> rows) =>
        [.. rows.Select(row => GraphDevices.Of(row, time.GetUtcNow())).OfType<DeviceRecord>()];

    /// <summary>An OData string (quotes are doubled).</summary>
    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
