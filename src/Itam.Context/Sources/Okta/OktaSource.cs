using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Okta;

/// <summary>People and their registered devices of one Okta org.</summary>
internal sealed class OktaSource(OktaAccess access, OktaClient client, TimeProvider time) : ISource, ILiveSource, IDisposable
{
    private readonly OktaReader _reader = new(client, access, time);

    public string Connection => access.Connection;

    public TenantId Tenant => access.Tenant;

    public string Product => "Okta";

    public SourceRole Role => SourceRole.Directory;

    public IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, CancellationToken cancellationToken) => _reader.ReadAsync(read, cancellationToken);

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        if (!access.Devices)
        {
            return [];
        }

        if (question.Device.FirstOrDefault(d => d.Kind == IdentifierKind.SourceId && d.Scope == Connection) is { } own)
        {
            return await OrNothingAsync(async () => Read([await client.GetAsync(OktaClient.Ask($"devices/{Escape(own.Value)}"), cancellationToken)]));
        }

        if (question.Device.FirstOrDefault(d => d.Kind == IdentifierKind.Serial) is { } serial)
        {
            var request = OktaClient
                .Ask("devices")
                .AddQueryParameter("search", $"profile.serialNumber eq {OktaValues.Quote(serial.Value)}")
                .AddQueryParameter("expand", "user")
                .AddQueryParameter("limit", "20");
            return await OrNothingAsync(async () => Read((await client.ListAsync(request, cancellationToken)).Rows));
        }

        return await PersonAsync(question.Person, cancellationToken) is { } person
            ? await OrNothingAsync(async () => OfPerson((await client.ListAsync(Owned(person), cancellationToken)).Rows, question.Person))
            : [];

        static RestRequest Owned(string person) => OktaClient.Ask($"users/{Escape(person)}/devices");
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new List<ConnectionCheck>();
        if (access.People)
        {
            await TryAsync("users", "People can be read", "Grant the service app the scope okta.users.read (or give the token's owner a read-only admin role).");
        }

        if (access.Devices)
        {
            await TryAsync(
                "devices",
                "Devices can be read",
                "Grant the service app the scope okta.devices.read, or set Devices to false where the org has no device registration."
            );
        }

        if (access.CredentialEnd.Check(time.GetUtcNow(), "Add a new key to the service app (or make a new API token), enter it here, and set CredentialExpiresOn to its end.") is { } end)
        {
            checks.Add(end);
        }

        return checks;

        async Task TryAsync(string path, string what, string remedy)
        {
            try
            {
                await client.ListAsync(OktaClient.Ask(path).AddQueryParameter("limit", "1"), cancellationToken);
                checks.Add(new ConnectionCheck(true, what));
            }
            catch (ConnectionException problem)
            {
                checks.Add(new ConnectionCheck(false, what, problem.Status == 403 ? $"{remedy} {problem.Message}" : problem.Message));
            }
        }
    }

    public void Dispose() => client.Dispose();

    private static string Escape(string value) => Uri.EscapeDataString(value);

    /// <summary>The person's id: known, or by login, which most often is the e-mail, or by e-mail where it is not. Null where nobody fits.</summary>
    private async Task<string?> PersonAsync(ImmutableArray<PersonName> names, CancellationToken cancellationToken)
    {
        if (names.FirstOrDefault(n => n.Kind == IdentityKind.Account && n.Scope == Connection) is { } account)
        {
            return account.Value;
        }

        var mail = names.FirstOrDefault(n => n.Kind == IdentityKind.Email)?.Value;
        if ((names.FirstOrDefault(n => n.Kind == IdentityKind.Upn)?.Value ?? mail) is not { } login)
        {
            return null;
        }

        try
        {
            return (await client.GetAsync(OktaClient.Ask($"users/{Escape(login)}"), cancellationToken)).Word("id");
        }
        catch (ConnectionException unknown) when (unknown.Status == 404)
        {
            if (mail is null)
            {
                return null;
            }
        }

        var search = OktaClient.Ask("users").AddQueryParameter("search", $"profile.email eq {OktaValues.Quote(mail)}").AddQueryParameter("limit", "2");
        return (await client.ListAsync(search, cancellationToken)).Rows is [var only] ? only.Word("id") : null;
    }

    /// <summary>The list of a person's devices tells the devices and not the person, whom we know.</summary>
    private IReadOnlyList<DeviceRecord> OfPerson(JArray rows, ImmutableArray<PersonName> person) =>
        [.. Read(rows.Select(row => (row as JObject)?["device"])).Select(device => device with { Holder = person })];

    private IReadOnlyList<DeviceRecord> Read(IEnumerable<JToken?> rows) =>
        [.. rows.OfType<JObject>().Select(row => OktaDevices.Of(row, Connection, time.GetUtcNow())).OfType<DeviceRecord>()];

    private static async Task<IReadOnlyList<DeviceRecord>> OrNothingAsync(Func<Task<IReadOnlyList<DeviceRecord>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ConnectionException none) when (none.Status == 404)
        {
            return [];
        }
    }
}
