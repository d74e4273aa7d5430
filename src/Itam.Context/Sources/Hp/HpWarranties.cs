using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Hp;

/// <summary>HP's warranty API, version 2: a few serials by a query, more by a job.</summary>
internal sealed class HpWarranties : IWarrantySource, IDisposable
{
    private const string Renew =
        "HP's keys last 90 days: renew it with the link that HP mails (or write to warrantyapi.customers@hp.com), and enter the new end as CredentialExpiresOn.";

    /// <summary>Well-formed and nobody's: asking for it shows that asking works.</summary>
    private static readonly WarrantyQuestion Nobodys = new("ZZZZZZZZZZ", null, null, null);

    private readonly HpSettings _settings;
    private readonly HpClient _client;
    private readonly TimeProvider _time;

    public HpWarranties(string connection, TenantId tenant, HpSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        Connection = connection;
        Tenant = tenant;
        _settings = settings;
        _time = time;
        _client = new HpClient($"HP connection '{connection}'", settings, Renew, time, handler);
    }

    public string Connection { get; }

    public TenantId Tenant { get; }

    public string Product => "HP Warranty";

    public int BatchSize => _settings.BatchSize;

    /// <summary>Hewlett Packard Enterprise is another company with another service.</summary>
    public bool Covers(string manufacturer)
    {
        var maker = manufacturer.Replace('-', ' ').Trim();
        return maker.Equals("HP", StringComparison.OrdinalIgnoreCase)
            || maker.StartsWith("HP ", StringComparison.OrdinalIgnoreCase)
            || (
                maker.StartsWith("Hewlett Packard", StringComparison.OrdinalIgnoreCase)
                && !maker.Contains("Enterprise", StringComparison.OrdinalIgnoreCase)
            );
    }

    public Task<IReadOnlyList<WarrantyAnswer>> LookUpAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken) =>
        Batches.AskAsync(devices, BatchSize, AskAsync, cancellationToken);

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckList();
        if (await checks.TryAsync("The client signs in", () => _client.SignInAsync(cancellationToken)))
        {
            await checks.TryAsync(
                "Warranties can be asked for",
                () => _client.QueryAsync(Body([Nobodys]), cancellationToken),
                "Check BaseUrl, and ask HP whether the key is good for the product warranty API, version 2."
            );
        }

        checks.Add(_settings.CredentialEnd.CheckKnown(_time.GetUtcNow(), Renew));
        return checks.Lines;
    }

    public void Dispose() => _client.Dispose();

    private async Task<IEnumerable<WarrantyAnswer>> AskAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken)
    {
        var body = Body(devices);
        var items =
            devices.Count <= _settings.QuerySize
                ? await _client.QueryAsync(body, cancellationToken)
                : await _client.JobAsync(body, cancellationToken);
        var bySerial = items.OfType<JObject>().ToLookup(HpItem.SerialOf);

        // A serial without an item was not answered: it is left out and asked again.
        return devices
            .Where(device => bySerial.Contains(Answers.Key(device.Serial)))
            .Select(device => HpItem.Read(device, [.. bySerial[Answers.Key(device.Serial)]]));
    }

    private JArray Body(IEnumerable<WarrantyQuestion> devices) =>
        [
            .. devices.Select(device =>
            {
                var question = new JObject { ["sn"] = Answers.Key(device.Serial) };
                if (HpItem.ProductNumber(device.ProductNumber) is { } number)
                {
                    question["pn"] = number;
                }

                if ((device.Country is { Length: 2 } own ? own.ToUpperInvariant() : _settings.Country) is { } country)
                {
                    question["cc"] = country;
                }

                return question;
            }),
        ];
}
