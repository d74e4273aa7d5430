using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.Freshservice;

/// <param name="Next">Number of the next page; null on the last.</param>
/// <param name="Narrowed">Every workspace was asked for and refused: these are the rows of an account without workspaces, or of the primary one.</param>
public sealed record FreshservicePage(ImmutableArray<JObject> Rows, int? Next, bool Narrowed = false);

/// <summary>Whole lists, read in the background: slower than a ticket's calls, so that the account's limits stay with the tickets.</summary>
public sealed partial class FreshserviceClient
{
    /// <summary>100,000 rows: a bound against lists without an end.</summary>
    private const int MaxListPages = 1_000;

    /// <summary>A filtered list ends here whatever there is (api.freshservice.com, Filter Assets).</summary>
    public const int MaxFilterPages = 40;

    /// <param name="keys">Names under which the rows may stand; the documentation is not of one mind about some.</param>
    /// <param name="bulk">False: somebody waits for the answer.</param>
    public async Task<FreshservicePage> ListPageAsync(
        string path,
        string[] keys,
        (string Name, string Value)[] parameters,
        int page,
        CancellationToken cancellationToken,
        bool bulk = true
    )
    {
        var (answer, narrowed) = await PageAsync(path, parameters, page, cancellationToken, bulk);
        var rows = Rows(answer, keys.FirstOrDefault(k => answer.Json is JObject body && body[k] is JArray) ?? keys[0]);
        var next = NextPage(answer);
        if (next is { } number && rows.Count > 0 && (number <= page || number > MaxListPages))
        {
            throw new ConnectionException(
                ConnectionFailure.Retry,
                $"{Name} gives pages of {keys[0]} that do not end (after {page} comes {number}). It is tried again later."
            );
        }

        return new([.. rows.OfType<JObject>()], rows.Count == 0 ? null : next, narrowed);
    }

    /// <summary>
    /// Tickets of all workspaces changed at or after the moment, by creation, oldest first, with their requesters where the account embeds them. A ticket that is
    /// deleted meanwhile shifts the next page by one.
    /// </summary>
    public async Task<FreshservicePage> PastTicketsAsync(DateTimeOffset updatedSince, int page, CancellationToken cancellationToken)
    {
        (string, string)[] parameters =
        [
            ("updated_since", updatedSince.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("order_type", "asc"),
            ("workspace_id", EveryWorkspace),
            ("per_page", "100"),
        ];
        if (!_withoutRequesters.Holds)
        {
            try
            {
                return await ListPageAsync("tickets", ["tickets"], [.. parameters, ("include", "requester")], page, cancellationToken);
            }
            catch (ConnectionException refused) when (refused.Status == 400)
            {
                var answer = await ListPageAsync("tickets", ["tickets"], parameters, page, cancellationToken);
                _withoutRequesters.Remember();
                return answer;
            }
        }

        return await ListPageAsync("tickets", ["tickets"], parameters, page, cancellationToken);
    }

    /// <summary>A whole list of short rows: names of products, places and the like.</summary>
    public async IAsyncEnumerable<JObject> WholeListAsync(
        string path,
        string[] keys,
        (string Name, string Value)[] parameters,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (int? page = 1; page is { } number; )
        {
            var answer = await ListPageAsync(path, keys, [.. parameters, ("per_page", "100")], number, cancellationToken);
            foreach (var row in answer.Rows)
            {
                yield return row;
            }

            page = answer.Next;
        }
    }
}
