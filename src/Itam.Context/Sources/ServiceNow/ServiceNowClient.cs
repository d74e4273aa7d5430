using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Itam.Context.Connections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>
/// The Table API (<c>/api/now/table</c>, unversioned so that an empty list is 200). Always asks for explicit fields with both value and label, since the
/// default would be every field with bare codes.
/// </summary>
public sealed class ServiceNowClient : IDisposable
{
    private const int PageSize = 500;

    private readonly ServiceNowAccess _access;
    private readonly VendorClient _http;
    private readonly ServiceNowTokens? _tokens;
    private readonly ServiceNowPace _pace;

    public ServiceNowClient(ServiceNowAccess access, TimeProvider time, HttpMessageHandler? handler = null)
    {
        _access = access;
        _pace = new ServiceNowPace(access.Name, time);
        _tokens = access.SignIn is ServiceNowSignIn.OAuth oauth ? new ServiceNowTokens(access, oauth, time, handler) : null;
        _http = new VendorClient(
            new VendorClientOptions
            {
                Name = access.Name,
                BaseUrl = access.BaseUrl,
                Authorization = AuthorizeAsync,
                SignInAgain = access.SignIn is ServiceNowSignIn.OAuth,
                Classify = Classify,
                MaxConcurrency = 4,
                Handler = handler,
            },
            time
        );
    }

    /// <summary>Name of the configured connection: the scope of its ids.</summary>
    public string Connection => _access.Connection;

    /// <summary>For messages: "ServiceNow connection 'acme'".</summary>
    public string Name => _access.Name;

    /// <exception cref="ConnectionException">GiveUp with status 404 where there is no such record or the account may not see it.</exception>
    public async Task<ServiceNowRecord> ReadAsync(string table, SysId id, IEnumerable<string> fields, CancellationToken cancellationToken) =>
        One(await _http.GetAsync(Request($"api/now/table/{table}/{id}", Method.Get, fields), cancellationToken));

    /// <summary>At most <paramref name="limit"/> records in one call.</summary>
    /// <param name="bulk">Part of a long read, which leaves half of the instance's hourly limit to tickets.</param>
    public Task<ServiceNowRows> QueryAsync(
        string table,
        EncodedQuery query,
        IEnumerable<string> fields,
        int limit,
        CancellationToken cancellationToken,
        bool bulk = false
    ) => QueryAsync(table, query, fields, limit, 0, bulk, cancellationToken);

    /// <summary>
    /// The first rows that are shown to us: access rules hide rows after the page was cut, so a page of nothing but hidden rows is not the end. It is passed by
    /// the offset, since it has no last row to go on from.
    /// </summary>
    public async Task<ServiceNowRows> PageAsync(
        string table,
        EncodedQuery query,
        IEnumerable<string> fields,
        int limit,
        bool bulk,
        CancellationToken cancellationToken
    )
    {
        var wanted = fields.ToList();
        var rows = await QueryAsync(table, query, wanted, limit, 0, bulk, cancellationToken);
        while (rows.Returned == 0 && !rows.Last)
        {
            rows = await QueryAsync(table, query, wanted, limit, rows.Offset + limit, bulk, cancellationToken);
        }

        return rows;
    }

    /// <summary>
    /// Every record changed at or after the moment, oldest first. Pages by (sys_updated_on, sys_id) instead of an offset, so that records which change
    /// meanwhile are not skipped. Each page starts above the last one, so it cannot go round in circles.
    /// </summary>
    public async IAsyncEnumerable<ServiceNowRecord> ChangedSinceAsync(
        string table,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        const string Updated = "sys_updated_on";
        var later = QueryTerm.AtLeast(Updated, QueryValue.Of(since));
        while (true)
        {
            var page = await NextAsync(EncodedQuery.Where(later).OrderBy(Updated).OrderBy("sys_id"));
            foreach (var record in page.Records)
            {
                yield return record;
            }

            if (page.Last)
            {
                yield break;
            }

            // A bulk update gives more records the same second than a page holds: finish that second before moving on.
            var second = QueryValue.Of(page.Records[^1].Moment(Updated) ?? throw Stuck());
            while (!page.Last)
            {
                var above = QueryTerm.Above("sys_id", QueryValue.Of(page.Records[^1].Id() ?? throw Stuck()));
                page = await NextAsync(EncodedQuery.Where(QueryTerm.Is(Updated, second)).And(above).OrderBy("sys_id"));
                foreach (var record in page.Records)
                {
                    yield return record;
                }
            }

            later = QueryTerm.Above(Updated, second);
        }

        async Task<ServiceNowRows> NextAsync(EncodedQuery query)
        {
            var rows = await PageAsync(table, query, ["sys_id", Updated], PageSize, bulk: false, cancellationToken);
            return rows.Returned > 0 && rows.Records.IsEmpty ? throw Stuck() : rows;
        }
    }

    /// <summary>Adds a record; never repeated here. Fields that the account may not write are ignored by the instance without an error.</summary>
    public async Task<ServiceNowRecord> CreateAsync(string table, JObject values, IEnumerable<string> fields, CancellationToken cancellationToken) =>
        One(
            await _http.SendAsync(
                Request($"api/now/table/{table}", Method.Post, fields).AddStringBody(values.ToString(Formatting.None), ContentType.Json),
                cancellationToken
            )
        );

    /// <summary>Changes fields of one record; never repeated here. Fields that the account may not write are ignored by the instance without an error.</summary>
    public async Task<ServiceNowRecord> UpdateAsync(
        string table,
        SysId id,
        JObject values,
        IEnumerable<string> fields,
        CancellationToken cancellationToken
    ) =>
        One(
            await _http.SendAsync(
                Request($"api/now/table/{table}/{id}", Method.Patch, fields).AddStringBody(values.ToString(Formatting.None), ContentType.Json),
                cancellationToken
            )
        );

    public void Dispose()
    {
        _http.Dispose();
        _tokens?.Dispose();
    }

    private async Task<ServiceNowRows> QueryAsync(
        string table,
        EncodedQuery query,
        IEnumerable<string> fields,
        int limit,
        int offset,
        bool bulk,
        CancellationToken cancellationToken
    )
    {
        if (bulk)
        {
            _pace.ThrowIfHalfIsUsed();
        }

        var request = Request($"api/now/table/{table}", Method.Get, fields.Concat(query.Fields))
            .AddQueryParameter("sysparm_query", query.ToString())
            .AddQueryParameter("sysparm_limit", limit.ToString(CultureInfo.InvariantCulture));
        if (offset > 0)
        {
            request.AddQueryParameter("sysparm_offset", offset.ToString(CultureInfo.InvariantCulture));
        }

        var response = await _http.GetAsync(request, cancellationToken);
        if (response.Json["result"] is not JArray result)
        {
            throw NoResult();
        }

        var all = result.OfType<JObject>().Select(row => new ServiceNowRecord(row)).ToList();
        int? total = int.TryParse(response.Header("X-Total-Count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
        return new ServiceNowRows([.. all.Where(query.Matches)], all.Count, total, limit, offset);
    }

    private static RestRequest Request(string path, Method method, IEnumerable<string> fields) =>
        new RestRequest(path, method)
            .AddHeader("Accept", "application/json")
            .AddQueryParameter("sysparm_display_value", "all")
            .AddQueryParameter("sysparm_fields", string.Join(',', fields.Distinct(StringComparer.Ordinal)));

    private async ValueTask AuthorizeAsync(RestRequest request, bool fresh, CancellationToken cancellationToken)
    {
        switch (_access.SignIn)
        {
            case ServiceNowSignIn.OAuth:
                request.AddOrUpdateHeader("Authorization", $"Bearer {await _tokens!.GetAsync(fresh, cancellationToken)}");
                break;
            case ServiceNowSignIn.Basic basic:
                request.AddOrUpdateHeader(
                    "Authorization",
                    $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.User}:{basic.Password}"))}"
                );
                break;
            case ServiceNowSignIn.ApiKey key:
                request.AddOrUpdateHeader("x-sn-apikey", key.Key);
                break;
        }
    }

    private ConnectionException? Classify(VendorResponse response)
    {
        _pace.Observe(response);
        return (int)response.Status switch
        {
            401 when _access.SignIn is ServiceNowSignIn.Basic => new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{Name} refused the credentials (401). Many instances block Basic sign-in: mark the account 'Web service access only', or better use "
                    + "OAuth (settings ClientId and ClientSecret). Then run 'itam doctor'."
            )
            {
                Status = 401,
            },
            // A long query that the instance cancelled half-way: the status is already sent, the error stands in the body.
            200 when IsFailure(response) => new ConnectionException(ConnectionFailure.Retry, $"{Name} broke off its answer. It is tried again.")
            {
                Status = 200,
            },
            _ => null,
        };
    }

    private static bool IsFailure(VendorResponse response)
    {
        try
        {
            return response.Json is JObject body && (body["error"] is JObject || body["status"].Text() == "failure");
        }
        catch (JsonException)
        {
            // A page instead of data has its own verdict.
            return false;
        }
    }

    private ServiceNowRecord One(VendorResponse response) =>
        response.Json["result"] is JObject record ? new ServiceNowRecord(record) : throw NoResult();

    private ConnectionException NoResult() =>
        new(
            ConnectionFailure.Reconnect,
            $"{Name} answered without a result. Check that the address is the instance's own (https://<name>.service-now.com)."
        );

    private ConnectionException Stuck() =>
        new(
            ConnectionFailure.Reconnect,
            $"{Name} returned tickets that do not fit the question. Give the account read access to sys_updated_on and sys_id of the configured tables."
        );
}
