using System.Collections.Immutable;
using Itam.Context.Connections;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>Walks a whole table by sys_id, which never changes: a record that is changed meanwhile is neither skipped nor read twice.</summary>
internal static class ServiceNowClientWalk
{
    /// <summary>So many sys_ids fit into the address of one call.</summary>
    public const int MaxJoined = 100;

    public static async Task<ServiceNowRows> PageAfterAsync(
        this ServiceNowClient client,
        string table,
        EncodedQuery query,
        IEnumerable<string> fields,
        SysId? after,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        var rest = after is { } id ? query.And(QueryTerm.Above("sys_id", QueryValue.Of(id))) : query;
        var rows = await client.PageAsync(table, rest.OrderBy("sys_id"), fields.Prepend("sys_id"), pageSize, bulk: true, cancellationToken);
        return rows.Returned > 0 && rows.Records.All(r => r.Id() is null)
            ? throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{client.Name} returned records of {table} that do not fit the question. Give the account read access to these fields of {table}: {string.Join(", ", query.Fields.Prepend("sys_id"))}."
            )
            : rows;
    }

    /// <summary>Records of another table by their ids; none where the account may not see that table or the instance has none.</summary>
    public static async Task<ImmutableDictionary<string, ServiceNowRecord>?> JoinAsync(
        this ServiceNowClient client,
        string table,
        IEnumerable<SysId> ids,
        IEnumerable<string> fields,
        bool bulk,
        CancellationToken cancellationToken
    )
    {
        var wanted = ids.Distinct().ToList();
        if (wanted.Count == 0)
        {
            return ImmutableDictionary<string, ServiceNowRecord>.Empty;
        }

        try
        {
            List<ServiceNowRecord> found = [];
            foreach (var some in wanted.Chunk(MaxJoined))
            {
                var query = EncodedQuery.Where(QueryTerm.OneOf("sys_id", some.Select(QueryValue.Of)));
                found.AddRange((await client.QueryAsync(table, query, fields, some.Length, cancellationToken, bulk)).Records);
            }

            return found.DistinctBy(r => r.Id()).ToImmutableDictionary(r => r.Id()!.Value.Value, StringComparer.Ordinal);
        }
        catch (ConnectionException refused) when (refused.IsAboutTheTable())
        {
            return null;
        }
    }

    /// <summary>The account may not see the table, or the instance has none: nothing that waiting would heal.</summary>
    public static bool IsAboutTheTable(this ConnectionException failure) => failure.Status is 400 or 403 or 404;
}
