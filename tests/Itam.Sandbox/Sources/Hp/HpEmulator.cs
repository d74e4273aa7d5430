using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Itam.Sandbox.Faults;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Hp;

/// <summary>HP's warranty API, version 2: queries of up to five devices, jobs for more; results of jobs are gzip without saying so.</summary>
public sealed class HpEmulator(TimeProvider time) : IEmulatedSystem
{
    private const int MaxQuery = 5;

    private readonly ConcurrentDictionary<string, List<JObject>> _devices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (JArray Questions, int Polls)> _jobs = new(StringComparer.Ordinal);

    public string Name => "hp";

    public string Product => "HP Warranty";

    public FaultPlan Faults { get; } = new();

    public EmulatedTokens Tokens { get; } = new();

    /// <summary>Each question of each accepted query or job, as JSON.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>How often a job is "in progress" before it has its last status.</summary>
    public int PollsUntilDone { get; set; } = 2;

    public string LastStatus { get; set; } = "completed";

    public int JobsTaken => _jobs.Count;

    /// <summary>Answered with a 200 instead of the list, one after another.</summary>
    public Queue<string> Instead { get; } = new();

    /// <summary>A device; a serial that is added twice has two products.</summary>
    public JObject Add(string serial, string product, params (string Code, string Description, string Start, string End)[] offers)
    {
        var item = new JObject
        {
            ["product"] = new JObject
            {
                ["serialNumber"] = serial,
                ["productDescription"] = "HP EliteBook 840 G9",
                ["productNumber"] = product,
                ["countryCode"] = "DE",
            },
            ["offers"] = new JArray(
                offers.Select(o => new JObject
                {
                    ["offerDescription"] = o.Description,
                    ["offerProductIdentifier"] = "U22KBE",
                    ["serviceObligationTypeCode"] = o.Code,
                    ["serviceObligationLineItemStartDate"] = o.Start,
                    ["serviceObligationLineItemEndDate"] = o.End,
                })
            ),
        };
        _devices.GetOrAdd(serial, _ => []).Add(item);
        return item;
    }

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = "hp",
            ["BaseUrl"] = new Uri(sandbox, "/hp").AbsoluteUri,
            ["ClientId"] = EmulatedTokens.ClientId,
            ["ClientSecret"] = EmulatedTokens.ClientSecret,
        };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/v1/token", (HttpRequest request) => Tokens.IssueAsync(request));
        routes.MapPost("/productwarranty/v2/queries", QueryAsync);
        routes.MapPost("/productwarranty/v2/jobs", HandInAsync);
        routes.MapGet("/productwarranty/v2/jobs/{id}", Status);
        routes.MapGet("/productwarranty/v2/jobs/{id}/results", ResultsOf);
    }

    public string? ErrorBody(int status) => null;

    private async Task<IResult> QueryAsync(HttpRequest request)
    {
        if (!Tokens.Accepts(request))
        {
            return Results.StatusCode(401);
        }

        var questions = await BodyAsync(request);
        return questions.Count > MaxQuery ? Results.StatusCode(400) : Answer(questions, zipped: false);
    }

    private async Task<IResult> HandInAsync(HttpRequest request)
    {
        if (!Tokens.Accepts(request))
        {
            return Results.StatusCode(401);
        }

        var questions = await BodyAsync(request);
        var id = $"job-{_jobs.Count + 1}-{time.GetUtcNow().ToUnixTimeSeconds()}";
        _jobs[id] = (questions, 0);
        return Results.Text(new JObject { ["jobId"] = id, ["estimatedTime"] = 3 }.ToString(Formatting.None), "application/json", statusCode: 202);
    }

    private IResult Status(string id, HttpRequest request)
    {
        if (!Tokens.Accepts(request))
        {
            return Results.StatusCode(401);
        }

        if (!_jobs.TryGetValue(id, out var job))
        {
            return Results.NotFound();
        }

        _jobs[id] = job with { Polls = job.Polls + 1 };
        var status = job.Polls < PollsUntilDone ? "in progress" : LastStatus;
        return Results.Text(new JObject { ["jobId"] = id, ["status"] = status }.ToString(Formatting.None), "application/json");
    }

    private IResult ResultsOf(string id, HttpRequest request) =>
        !Tokens.Accepts(request) ? Results.StatusCode(401)
        : _jobs.TryGetValue(id, out var job) && job.Polls > PollsUntilDone ? Answer(job.Questions, zipped: true)
        : Results.NotFound();

    private IResult Answer(JArray questions, bool zipped)
    {
        Asked.AddRange(questions.Select(q => q.ToString(Formatting.None)));
        if (Instead.TryDequeue(out var instead))
        {
            return Results.Text(instead, "application/json");
        }

        var items = questions.SelectMany(q =>
            _devices.TryGetValue((string?)q["sn"] ?? "", out var found) ? found : [new JObject { ["sn"] = q["sn"] }]
        );
        var bytes = Encoding.UTF8.GetBytes(new JArray(items).ToString(Formatting.None));
        if (zipped)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                gzip.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        return Results.Bytes(bytes, "application/json");
    }

    private static async Task<JArray> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return JArray.Parse(await reader.ReadToEndAsync());
    }
}
