using Itam.Context.Connections;
using Itam.Context.Sources.Calls;
using Itam.Context.Sources.Warranties;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.Lenovo;

/// <summary>Lenovo's support API, version 2.5: a token in the header ClientID, one serial by GET, several by a form.</summary>
internal sealed class LenovoWarranties : IWarrantySource, IDisposable
{
    private const string Renew = "Ask your Lenovo representative for a new token and enter it as ClientId.";

    /// <summary>Well-formed and nobody's: asking for it shows that asking works.</summary>
    private const string NobodysSerial = "ZZZZZZZZ";

    /// <summary>What other clients wait after a 401 that only meant "too fast".</summary>
    private static readonly TimeSpan Breather = TimeSpan.FromSeconds(30);

    private readonly LenovoSettings _settings;
    private readonly VendorClient _calls;
    private readonly TimeProvider _time;
    private volatile bool _accepted;

    public LenovoWarranties(string connection, TenantId tenant, LenovoSettings settings, TimeProvider time, HttpMessageHandler? handler)
    {
        var name = $"Lenovo connection '{connection}'";
        Connection = connection;
        Tenant = tenant;
        _settings = settings;
        _time = time;
        var budget = new CallBudget(name, settings.CallsPerMinute, TimeSpan.FromMinutes(1), time);
        _calls = new VendorClient(
            new VendorClientOptions
            {
                Name = name,
                BaseUrl = settings.WarrantyUrl,
                Authorization = async (request, _, token) =>
                {
                    await budget.WaitAsync(token);
                    request.AddOrUpdateHeader("ClientID", settings.ClientId);
                },
                Classify = response => budget.Classify(response) ?? TooFast(response, name),
                MaxConcurrency = 1,
                Timeout = TimeSpan.FromMinutes(1),
                Handler = handler,
            },
            time
        );
    }

    public string Connection { get; }

    public TenantId Tenant { get; }

    public string Product => "Lenovo Support";

    public int BatchSize => _settings.BatchSize;

    public bool Covers(string manufacturer) => manufacturer.Trim().StartsWith("Lenovo", StringComparison.OrdinalIgnoreCase);

    public Task<IReadOnlyList<WarrantyAnswer>> LookUpAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken) =>
        Batches.AskAsync(devices, BatchSize, AskAsync, cancellationToken);

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckList();
        await checks.TryAsync(
            "The token is accepted and warranties can be asked for",
            () => AnswerAsync([NobodysSerial], cancellationToken),
            $"Check ClientId and WarrantyUrl. {Renew}"
        );
        checks.Add(_settings.CredentialEnd.Check(_time.GetUtcNow(), Renew));
        return checks.Lines;
    }

    public void Dispose() => _calls.Dispose();

    private async Task<IEnumerable<WarrantyAnswer>> AskAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken)
    {
        var products = await AnswerAsync([.. devices.Select(d => Answers.Key(d.Serial))], cancellationToken);
        List<WarrantyAnswer> answers = [];
        foreach (var device in devices)
        {
            var own = LenovoProduct.Of(device, products, alone: devices.Count == 1);
            if (own.Count > 1 && LenovoProduct.MachineType(device) is { } type)
            {
                // One serial, several machine types: the type in the question tells which is meant.
                own = LenovoProduct.Of(device, await AnswerAsync([$"{Answers.Key(device.Serial)}.{type}"], cancellationToken), alone: true);
            }

            if (own.Count > 0)
            {
                answers.Add(LenovoProduct.Read(device, own));
            }
        }

        return answers;
    }

    private async Task<IReadOnlyList<JObject>> AnswerAsync(IReadOnlyList<string> serials, CancellationToken cancellationToken)
    {
        var list = string.Join(',', serials);
        var response =
            serials.Count == 1
                ? await _calls.GetAsync(new RestRequest("").AddQueryParameter("Serial", list), cancellationToken)
                : await _calls.SendAsync(new RestRequest("", Method.Post).AddParameter("Serial", list), cancellationToken);
        _accepted = true;
        var products = response.Json switch
        {
            JArray rows => rows.OfType<JObject>().ToList(),
            JObject one => [one],
            _ => [],
        };
        return products.Select(LenovoProduct.RefusalCode).FirstOrDefault(code => code is not null) is { } refused
            ? throw RefusedInside(refused)
            : products;
    }

    /// <summary>An error inside a 200 that speaks of us and not of a serial.</summary>
    private ConnectionException RefusedInside(int code) =>
        code is 401 or 403
            ? new ConnectionException(ConnectionFailure.Reconnect, $"{_calls.Name} refused the token (error {code} inside a success). {Renew}")
            : new ConnectionException(
                ConnectionFailure.Retry,
                $"{_calls.Name} is busy or in trouble (error {code} inside a success). It is tried again.",
                Breather
            );

    /// <summary>A 401 right after an accepted call has been seen to mean "too fast"; a second one means what it says.</summary>
    private ConnectionException? TooFast(VendorResponse response, string name)
    {
        if ((int)response.Status != 401 || !_accepted)
        {
            return null;
        }

        _accepted = false;
        return new ConnectionException(
            ConnectionFailure.Retry,
            $"{name} refused a token that it accepted before (401), which it also does when it is busy. It is tried again.",
            Breather
        )
        {
            Status = 401,
        };
    }
}
