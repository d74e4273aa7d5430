using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>
/// The three things that may be written, each read back afterwards: an instance may answer "success" to what it did not do, and an answer may get lost after
/// it was done. Done twice is done once, so repeating is safe.
/// </summary>
internal sealed class SnipeItWrites(SnipeItClient client)
{
    /// <exception cref="ConnectionException">The asset is gone, somebody else has it, its label is not deployable, or the rights are missing.</exception>
    public async Task CheckOutAsync(long asset, long user, string note, DateOnly? dueBack, CancellationToken cancellationToken)
    {
        var now = HolderOf(await ReadAsync(asset, cancellationToken));
        if (now == ("user", user))
        {
            return;
        }

        if (now is not null)
        {
            throw Refused(asset, "is checked out already. Check it in first");
        }

        var body = new JObject
        {
            ["checkout_to_type"] = "user",
            ["assigned_user"] = user,
            ["note"] = note,
        };
        if (dueBack is { } day)
        {
            body["expected_checkin"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        await WriteAsync(asset, $"hardware/{Text(asset)}/checkout", body, row => HolderOf(row) == ("user", user), "checked out", cancellationToken);
    }

    public async Task CheckInAsync(long asset, string note, CancellationToken cancellationToken)
    {
        if (HolderOf(await ReadAsync(asset, cancellationToken)) is null)
        {
            return;
        }

        var body = new JObject { ["note"] = note };
        await WriteAsync(asset, $"hardware/{Text(asset)}/checkin", body, row => HolderOf(row) is null, "checked in", cancellationToken);
    }

    /// <summary>Notes that the asset was seen today.</summary>
    public async Task AuditAsync(long asset, string note, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(asset, cancellationToken);
        if (before["asset_tag"].Words() is not { } tag)
        {
            throw Refused(asset, "has no asset tag, and an audit needs one. Give it one");
        }

        var last = AuditOf(before);
        await WriteAsync(
            asset,
            "hardware/audit",
            new JObject { ["asset_tag"] = tag, ["note"] = note },
            row => AuditOf(row) is { } done && done != last,
            "audited",
            cancellationToken
        );
    }

    private async Task WriteAsync(long asset, string path, JObject body, Func<JObject, bool> isDone, string done, CancellationToken cancellationToken)
    {
        ConnectionException? unanswered = null;
        try
        {
            await client.PostAsync(path, body, cancellationToken);
        }
        catch (ConnectionException lost) when (lost is { Failure: ConnectionFailure.Retry, Status: not 429 })
        {
            // It may have been carried out all the same; the asset itself tells.
            unanswered = lost;
        }

        if (isDone(await ReadAsync(asset, cancellationToken)))
        {
            return;
        }

        throw unanswered ?? Refused(asset, $"was not {done}, although Snipe-IT reported success. Look at the asset there");
    }

    private async Task<JObject> ReadAsync(long asset, CancellationToken cancellationToken) =>
        await client.LiveRecordAsync($"hardware/{Text(asset)}", cancellationToken) ?? throw Refused(asset, "is not there any more");

    private ConnectionException Refused(long asset, string what) =>
        new(ConnectionFailure.GiveUp, $"{client.Name}: asset {Text(asset)} {what}. Nothing else was changed.");

    private static (string? Type, long? Id)? HolderOf(JObject row) =>
        row["assigned_to"] is JObject assigned ? (assigned["type"].Text() ?? "user", assigned["id"].Id()) : null;

    private static string? AuditOf(JObject row) =>
        (row["last_audit_date"] is JObject shown ? shown["datetime"] ?? shown["date"] : row["last_audit_date"]).Text();

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
