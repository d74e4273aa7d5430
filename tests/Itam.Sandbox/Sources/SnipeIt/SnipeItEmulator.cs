using Itam.Sandbox.Faults;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.SnipeIt;

/// <summary>How the throttle answers; it changed twice.</summary>
public enum ThrottleShape
{
    /// <summary>Before 8: the number as message.</summary>
    Number,

    /// <summary>8.1: a text, nothing about when.</summary>
    Text,

    /// <summary>8.5: a text with the seconds beside it.</summary>
    Seconds,

    /// <summary>A proxy in front: no body, only Retry-After.</summary>
    HeaderOnly,
}

/// <summary>One Snipe-IT instance: assets, users, licenses with seats; checkout and checkin. Refuses with an error inside a 200, as it does.</summary>
public sealed class SnipeItEmulator(TimeProvider time) : IEmulatedSystem
{
    private readonly Queue<ThrottleShape> _throttled = new();
    private readonly List<string> _requests = [];

    public string Name => "snipe-it";

    public string Product => "Snipe-IT";

    public FaultPlan Faults { get; } = new();

    public string Token => "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.sandbox";

    /// <summary>MAX_RESULTS; a larger limit is silently cut to it.</summary>
    public int MaxResults { get; set; } = 500;

    /// <summary>APP_TIMEZONE.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The user list ignores sorting by change and stays in the order of first names.</summary>
    public bool SortsUsersByFirstName { get; set; }

    /// <summary>The service user lacks the right to see a license's seats.</summary>
    public bool HidesSeats { get; set; }

    /// <summary>The service user has the rights "Assets: Checkout" and "Assets: Checkin".</summary>
    public bool MayCheckOut { get; set; } = true;
    public bool MayCheckIn { get; set; } = true;

    /// <summary>Writes report success and change nothing.</summary>
    public bool OnlyPretendsToWrite { get; set; }

    /// <summary>Called with path and offset before a list is answered: what people change while somebody walks.</summary>
    public Action<string, int>? BeforePage { get; set; }

    public List<JObject> Users { get; } = [];
    public List<JObject> Assets { get; } = [];
    public List<JObject> Licenses { get; } = [];
    public Dictionary<long, List<JObject>> Seats { get; } = [];

    /// <summary>Every call as "GET hardware?limit=500&amp;offset=0".</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    internal DateTimeOffset Now => time.GetUtcNow();

    public IReadOnlyDictionary<string, string> ConnectionSettings(Uri sandbox) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kind"] = Name,
            ["BaseUrl"] = $"{sandbox.AbsoluteUri.TrimEnd('/')}/{Name}",
            ["Token"] = Token,
            ["CallsPerMinute"] = "100000",
        };

    public void Map(IEndpointRouteBuilder routes) => new SnipeItApi(this).Map(routes);

    public string? ErrorBody(int status) =>
        status == 401 ? """{"error":"Unauthorized or unauthenticated."}""" : $$"""{"status":"error","messages":{{status}},"payload":null}""";

    public void Throttle(params ThrottleShape[] shapes)
    {
        lock (_throttled)
        {
            Array.ForEach(shapes, _throttled.Enqueue);
        }
    }

    internal ThrottleShape? NextThrottle()
    {
        lock (_throttled)
        {
            return _throttled.TryDequeue(out var shape) ? shape : null;
        }
    }

    internal void Note(HttpRequest request, string path)
    {
        lock (_requests)
        {
            _requests.Add($"{request.Method} {path}{request.QueryString}");
        }
    }
}
