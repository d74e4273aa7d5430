using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>
/// Checkout and checkin, each read back afterwards: an instance may answer "success" to what it did not do, and an answer may get lost after it was done.
/// </summary>
internal sealed class SnipeItWriter(SnipeItClient client, SnipeItUsers users) : IAssetWriter
{
    public async Task CheckOutAsync(AssetHandOver to, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(to.Person, cancellationToken) switch
        {
            [var only] => only,
            [] => throw Refused(
                to,
                "cannot be checked out: no user there has the recipient's e-mail, user name or employee number. Create the user there"
            ),
            var several => throw Refused(
                to,
                $"cannot be checked out: several users there fit the recipient ({string.Join(", ", several)}). Merge them, or check it out there"
            ),
        };
        var now = HolderOf(await ReadAsync(to, cancellationToken));
        if (now == new Holder("user", user))
        {
            return;
        }

        if (now is not null)
        {
            throw Refused(to, $"is checked out to somebody else ({now}). Check it in there");
        }

        var body = new JObject
        {
            ["checkout_to_type"] = "user",
            ["assigned_user"] = long.Parse(user, CultureInfo.InvariantCulture),
            ["note"] = to.Note,
        };
        if (to.DueBack is { } day)
        {
            body["expected_checkin"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        await WriteAsync(to, "checkout", body, holder => holder == new Holder("user", user), "checked out", cancellationToken);
    }

    public async Task CheckInAsync(AssetHandOver from, CancellationToken cancellationToken)
    {
        if (HolderOf(await ReadAsync(from, cancellationToken)) is not { } now)
        {
            return;
        }

        if (now.Type != "user" || !(await users.FindAsync(from.Person, cancellationToken)).Contains(now.Id, StringComparer.Ordinal))
        {
            throw Refused(from, $"came back, but is checked out to somebody else there ({now}). If that is wrong, check it in there");
        }

        await WriteAsync(from, "checkin", new JObject { ["note"] = from.Note }, holder => holder is null, "checked in", cancellationToken);
    }

    private async Task WriteAsync(
        AssetHandOver what,
        string action,
        JObject body,
        Func<Holder?, bool> isDone,
        string done,
        CancellationToken cancellationToken
    )
    {
        ConnectionException? unanswered = null;
        try
        {
            await client.PostAsync($"{PathOf(what)}/{action}", body, cancellationToken);
        }
        catch (ConnectionException lost) when (lost is { Failure: ConnectionFailure.Retry, Status: not 429 })
        {
            // It may have been carried out all the same; the asset itself tells.
            unanswered = lost;
        }

        if (!isDone(HolderOf(await ReadAsync(what, cancellationToken))))
        {
            throw unanswered ?? Refused(what, $"was not {done}, although Snipe-IT reported success. Look at the asset there");
        }
    }

    private async Task<JObject> ReadAsync(AssetHandOver what, CancellationToken cancellationToken) =>
        await client.LiveRecordAsync(PathOf(what), cancellationToken)
        ?? throw Refused(what, "is not there any more. If it was deleted by mistake, restore it");

    private ConnectionException Refused(AssetHandOver what, string why) =>
        new(ConnectionFailure.GiveUp, $"{client.Name}: asset {what.AssetId} {why}, then replay this work.");

    private static Holder? HolderOf(JObject row) =>
        row["assigned_to"] is JObject assigned
            ? new Holder(assigned["type"].Text() ?? "user", assigned["id"].Id()?.ToString(CultureInfo.InvariantCulture) ?? "")
            : null;

    private static string PathOf(AssetHandOver what) => "hardware/" + Uri.EscapeDataString(what.AssetId);

    private sealed record Holder(string Type, string Id)
    {
        public override string ToString() => $"{Type} {Id}";
    }
}
