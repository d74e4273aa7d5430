using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Itam.Context.Work;

/// <summary>One delivery as the tables want it.</summary>
internal sealed class IncomingRow(NewWork work, DateTimeOffset now)
{
    public string Tenant { get; } = work.Tenant.Value;
    public string Kind { get; } = work.Kind;
    public string OrderingKey { get; } = work.OrderingKey;
    public byte[] Payload { get; } = work.Payload.ToArray();
    public string? Meta { get; } = work.Meta;
    public string? Connection { get; } = work.Connection;
    public string? DedupeKey { get; } = work.DedupeKey;
    public long DueAt { get; } = (work.DueAt ?? now).ToUnixTimeMilliseconds();
    public long CreatedAt { get; } = now.ToUnixTimeMilliseconds();
}

/// <summary>The two ways to store a batch: SQLite is fastest with one prepared statement per row, PostgreSQL with one statement per batch.</summary>
internal static class InboxStatements
{
    /// <summary>Wakes the other replicas; see <see cref="WorkListener"/>.</summary>
    public const string NotifyChannel = "itam_work";

    public static async Task<Ingested[]> InsertOneByOneAsync(
        DbConnection connection,
        DbTransaction transaction,
        List<IncomingRow> rows,
        CancellationToken cancellationToken
    )
    {
        await using var seen = connection.Command(
            transaction,
            "INSERT INTO work_seen (tenant, dedupe_key, seen_at) VALUES (@tenant, @key, @now) ON CONFLICT DO NOTHING"
        );
        var (seenTenant, seenKey, seenAt) = (seen.Bind("tenant", null), seen.Bind("key", null), seen.Bind("now", null));
        await using var work = connection.Command(
            transaction,
            "INSERT INTO work (tenant, kind, ordering_key, state, due_at, attempts, payload, meta, connection, created_at) VALUES (@tenant, @kind, @key, 'Ready', @due, 0, @payload, @meta, @connection, @now)"
        );
        var (tenant, kind, key, due) = (work.Bind("tenant", null), work.Bind("kind", null), work.Bind("key", null), work.Bind("due", null));
        var (payload, meta, from, now) = (work.Bind("payload", null), work.Bind("meta", null), work.Bind("connection", null), work.Bind("now", null));
        var results = new Ingested[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.DedupeKey is not null)
            {
                (seenTenant.Value, seenKey.Value, seenAt.Value) = (row.Tenant, row.DedupeKey, row.CreatedAt);
                if (await seen.ExecuteNonQueryAsync(cancellationToken) == 0)
                {
                    results[i] = Ingested.Duplicate;
                    continue;
                }
            }

            (tenant.Value, kind.Value, key.Value, due.Value) = (row.Tenant, row.Kind, row.OrderingKey, row.DueAt);
            (payload.Value, meta.Value) = (row.Payload, (object?)row.Meta ?? DBNull.Value);
            (from.Value, now.Value) = ((object?)row.Connection ?? DBNull.Value, row.CreatedAt);
            await work.ExecuteNonQueryAsync(cancellationToken);
        }

        return results;
    }

    public static async Task<Ingested[]> InsertAsArraysAsync(
        DbConnection connection,
        DbTransaction transaction,
        List<IncomingRow> rows,
        CancellationToken cancellationToken
    )
    {
        var isNew = await RememberAsync(connection, transaction, rows, cancellationToken);
        var results = new Ingested[rows.Count];
        var stored = new List<IncomingRow>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            // The first copy within a batch takes the key away from the later ones.
            if (rows[i].DedupeKey is { } key && !isNew.Remove((rows[i].Tenant, key)))
            {
                results[i] = Ingested.Duplicate;
            }
            else
            {
                stored.Add(rows[i]);
            }
        }

        if (stored.Count > 0)
        {
            const string Insert = """
                INSERT INTO work (tenant, kind, ordering_key, state, due_at, attempts, payload, meta, connection, created_at)
                SELECT t, k, o, 'Ready', d, 0, p, m, c, n
                FROM unnest(@tenants, @kinds, @keys, @dues, @payloads, @metas, @connections, @nows) WITH ORDINALITY AS r (t, k, o, d, p, m, c, n, position)
                ORDER BY position
                """;
            await connection.RunAsync(
                transaction,
                Insert,
                [
                    ("tenants", stored.Select(r => r.Tenant).ToArray()),
                    ("kinds", stored.Select(r => r.Kind).ToArray()),
                    ("keys", stored.Select(r => r.OrderingKey).ToArray()),
                    ("dues", stored.Select(r => r.DueAt).ToArray()),
                    ("payloads", stored.Select(r => r.Payload).ToArray()),
                    ("metas", stored.Select(r => r.Meta).ToArray()),
                    ("connections", stored.Select(r => r.Connection).ToArray()),
                    ("nows", stored.Select(r => r.CreatedAt).ToArray()),
                ],
                cancellationToken
            );
            await connection.RunAsync(transaction, $"NOTIFY {NotifyChannel}", [], cancellationToken);
        }

        return results;
    }

    /// <summary>True when the row is to blame and the next one may well succeed; false when the database is.</summary>
    public static bool IsFaultOfOneRow(Exception failure) =>
        failure switch
        {
            // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH: https://www.sqlite.org/rescode.html
            SqliteException sqlite => sqlite.SqliteErrorCode is 18 or 19 or 20,
            // Class 22 data exception, 23 integrity constraint, 40 transaction rollback: https://www.postgresql.org/docs/current/errcodes-appendix.html
            PostgresException postgres => postgres.SqlState[..2] is "22" or "23" or "40",
            DbException => false,
            _ => true,
        };

    /// <returns>The keys that were not known before.</returns>
    private static async Task<HashSet<(string Tenant, string Key)>> RememberAsync(
        DbConnection connection,
        DbTransaction transaction,
        List<IncomingRow> rows,
        CancellationToken cancellationToken
    )
    {
        var isNew = new HashSet<(string, string)>();
        // In one order everywhere, so that two replicas with the same deliveries wait for each other and never both ways.
        var keyed = rows.Where(r => r.DedupeKey is not null)
            .OrderBy(r => r.Tenant, StringComparer.Ordinal)
            .ThenBy(r => r.DedupeKey, StringComparer.Ordinal)
            .ToList();
        if (keyed.Count == 0)
        {
            return isNew;
        }

        await using var command = connection.Command(
            transaction,
            "INSERT INTO work_seen (tenant, dedupe_key, seen_at) SELECT * FROM unnest(@tenants, @keys, @nows) ON CONFLICT DO NOTHING RETURNING tenant, dedupe_key",
            ("tenants", keyed.Select(r => r.Tenant).ToArray()),
            ("keys", keyed.Select(r => r.DedupeKey!).ToArray()),
            ("nows", keyed.Select(r => r.CreatedAt).ToArray())
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            isNew.Add((reader.GetString(0), reader.GetString(1)));
        }

        return isNew;
    }
}
