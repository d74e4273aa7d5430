using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Dell;

/// <summary>TechDirect's asset entitlements, version 5: up to 100 service tags per call, signed in by client credentials.</summary>
internal sealed class DellWarranties : IWarrantySource, IDisposable
{
    private const string Remedy = "Check ClientId and ClientSecret, and that the request for the warranty API is approved in TechDirect.";

    /// <summary>Well-formed and nobody's: asking for it shows that asking works.</summary>
    private const string NobodysTag = "ZZZZZZZ";

    private readonly DellSettings _settings;
    private readonly ClientCredentialTokens _tokens;
    private readonly VendorClient _calls;
    private readonly TimeProvider _time;

    public DellWarranties(string connection, TenantId tenant, DellSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        var name = $"Dell connection '{connection}'";
        Connection = connection;
        Tenant = tenant;
        _settings = settings;
        _time = time;
        _tokens = new ClientCredentialTokens(
            name,
            settings.TokenUrl,
            request => request.AddHeader("Authorization", BasicCredentials.Of(settings.ClientId, settings.ClientSecret)),
            Remedy,
            time,
            handler
        );
        var budget = new CallBudget(name, settings.CallsPerMinute, TimeSpan.FromMinutes(1), time);
        _calls = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = settings.EntitlementsUrl,
                Authorization = async (request, fresh, token) =>
                {
                    await budget.WaitAsync(token);
                    request.AddOrUpdateHeader("Authorization", "Bearer " + await _tokens.GetAsync(fresh, token));
                },
                SignInAgain = true,
                Classify = budget.Classify,
                MaxConcurrency = 1,
                Timeout = TimeSpan.FromMinutes(1),
                Handler = handler,
            },
            time
        );
    }

    public string Connection { get; }

    public TenantId Tenant { get; }

    public string Product => "Dell TechDirect";

    public int BatchSize => _settings.BatchSize;

    /// <summary>Alienware computers carry service tags of Dell.</summary>
    public bool Covers(string manufacturer) =>
        manufacturer.Trim() is var maker && (IsOrStartsWith(maker, "Dell") || IsOrStartsWith(maker, "Alienware"));

    public Task<IReadOnlyList<WarrantyAnswer>> LookUpAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken) =>
        Batches.AskAsync(devices, BatchSize, AskAsync, cancellationToken);

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckList();
        if (await checks.TryAsync("The client signs in", () => _tokens.GetAsync(fresh: true, cancellationToken).AsTask()))
        {
            await checks.TryAsync(
                "Warranties can be asked for",
                () => RowsAsync([NobodysTag], cancellationToken),
                "Check EntitlementsUrl, and that the request for the warranty API is approved in TechDirect."
            );
        }

        checks.Add(_settings.CredentialEnd.Check(_time.GetUtcNow(), "Ask for a new key in TechDirect and enter it here."));
        return checks.Lines;
    }

    public void Dispose()
    {
        _calls.Dispose();
        _tokens.Dispose();
    }

    private async Task<IEnumerable<WarrantyAnswer>> AskAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(devices.Select(d => Answers.Key(d.Serial)), cancellationToken);
        var byTag = rows.OfType<JObject>().ToLookup(row => Answers.Key(row["serviceTag"].Text()));

        // A tag without a row was not answered: it is left out and asked again.
        return devices
            .Where(device => byTag.Contains(Answers.Key(device.Serial)))
            .Select(device => DellAsset.Read(device, [.. byTag[Answers.Key(device.Serial)]]));
    }

    private async Task<JArray> RowsAsync(IEnumerable<string> tags, CancellationToken cancellationToken)
    {
        var request = new RestRequest("").AddQueryParameter("servicetags", string.Join(',', tags)).AddHeader("Accept", "application/json");
        var response = await _calls.GetAsync(request, cancellationToken);

        // A gateway in trouble answers 200 with an object that tells of a fault; taking it for "no warranty" would be a lie.
        return response.Json as JArray
            ?? throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{_calls.Name} answered without a list of devices. It is tried again; if it stays, check EntitlementsUrl.",
                TimeSpan.FromMinutes(5)
            );
    }

    private static bool IsOrStartsWith(string maker, string word) =>
        maker.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (maker.Length == word.Length || !char.IsLetterOrDigit(maker[word.Length]));
}
