using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Sources.SnipeIt;

/// <summary>One read of the register: users, assets, archived assets, licenses with their seats.</summary>
internal sealed class SnipeItReader(SnipeItClient client, SnipeItMapper mapper)
{
    /// <summary>A dock on a laptop on a cart; longer chains are a mistake or a circle.</summary>
    private const int LongestChain = 5;

    /// <summary>About 5 MB, however large the register is. Who has an asset beyond them is asked for when something is on it.</summary>
    private const int MostHolders = 100_000;

    private readonly SnipeItWalk _walk = new(client, mapper);
    private readonly Dictionary<long, Holder> _holders = [];
    private bool _rejected;

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = read.IsIncremental ? null : SnipeItPlace.Parse(read.ResumeFrom);
        var before = SnipeItMarks.Parse(read.HighWater);
        var after = SnipeItMarks.Parse(place?.Marks ?? read.HighWater);
        var totals = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var list in SnipeItList.All)
        {
            (totals[list.Key], var newest) = await _walk.HeadAsync(list, cancellationToken);
            if (place is null)
            {
                after.Raise(list, newest);
            }
        }

        foreach (var list in SnipeItList.All.SkipWhile(l => place is not null && l.Key != place.List))
        {
            if (read.IsIncremental && before.Of(list) is { } since)
            {
                await foreach (var rows in _walk.ChangedAsync(list, since, totals[list.Key], cancellationToken))
                {
                    yield return await PageOfAsync(list, rows, cancellationToken);
                }

                continue;
            }

            var offset = place is not null && list.Key == place.List ? place.Offset : 0;
            await foreach (var (rows, seen) in _walk.AllAsync(list, offset, totals[list.Key], cancellationToken))
            {
                var page = await PageOfAsync(list, rows, cancellationToken);
                yield return read.IsIncremental
                    ? page
                    : page with
                    {
                        ResumeFrom = new SnipeItPlace(list.Key, seen, after.ToString()).ToString(),
                        Total = totals.Values.Sum(),
                    };
            }
        }

        // Only a walk that began at the beginning and met nothing unreadable may find things missing. A register without any asset is a user without rights.
        var complete = totals[SnipeItList.Hardware.Key] > 0 && read.HighWater is null && read.ResumeFrom is null && _walk.SawEverything && !_rejected;
        yield return new SourcePage([], Total: read.IsIncremental ? null : totals.Values.Sum()) { HighWater = after.ToString(), Complete = complete };
    }

    private async Task<SourcePage> PageOfAsync(SnipeItList list, IReadOnlyList<JToken> rows, CancellationToken cancellationToken)
    {
        var records = ImmutableArray.CreateBuilder<SourceRecord>(rows.Count);
        var rejected = ImmutableArray.CreateBuilder<SourceReject>();
        Remember(list, rows);
        foreach (var token in rows)
        {
            SourceRecord? record = (list.Key, token as JObject) switch
            {
                (_, null) => null,
                ("users", { } row) => mapper.Person(row),
                ("licenses", { } row) => await LicenseAsync(row, cancellationToken),
                (_, { } row) => await DeviceAsync(row, cancellationToken),
            };
            if (record is not null)
            {
                records.Add(record);
            }
            else
            {
                var id = (token as JObject)?["id"].Id()?.ToString(CultureInfo.InvariantCulture);
                rejected.Add(new SourceReject(id ?? "", $"A row of {list.Path} has no {(id is null ? "id" : "name, or is deleted")}."));
            }
        }

        _rejected |= rejected.Count > 0;
        return new SourcePage(records.DrainToImmutable(), Rejected: rejected.DrainToImmutable());
    }

    private async Task<DeviceRecord?> DeviceAsync(JObject row, CancellationToken cancellationToken)
    {
        var device = mapper.Device(row);
        return device is not null && SnipeItMapper.HolderAsset(row) is { } asset
            ? device with
            {
                Holder = await HolderOfAsync(asset, cancellationToken),
            }
            : device;
    }

    private async Task<ImmutableArray<PersonName>> HolderOfAsync(long asset, CancellationToken cancellationToken)
    {
        for (var link = 0; link < LongestChain; link++)
        {
            if (!_holders.TryGetValue(asset, out var holder))
            {
                var row = await client.RecordAsync(string.Create(CultureInfo.InvariantCulture, $"hardware/{asset}"), cancellationToken);
                holder = row is null ? default : Holder.Of(row);
                Remember(asset, holder);
            }

            if (holder.Kind != HolderKind.Asset)
            {
                // The people were read first, so the register knows them by their id here.
                return holder.Kind == HolderKind.User ? [mapper.Account(holder.Id)] : [];
            }

            asset = holder.Id;
        }

        return [];
    }

    private void Remember(SnipeItList list, IReadOnlyList<JToken> rows)
    {
        if (list.Path != "hardware")
        {
            return;
        }

        foreach (var row in rows.OfType<JObject>())
        {
            if (row["id"].Id() is { } id && row["assigned_to"] is JObject)
            {
                Remember(id, Holder.Of(row));
            }
        }
    }

    private void Remember(long asset, Holder holder)
    {
        if (_holders.Count < MostHolders || _holders.ContainsKey(asset))
        {
            _holders[asset] = holder;
        }
    }

    private async Task<LicenseRecord?> LicenseAsync(JObject row, CancellationToken cancellationToken)
    {
        if (mapper.License(row, null) is null || row["id"].Id() is not { } id)
        {
            return null;
        }

        try
        {
            return mapper.License(row, await SeatsAsync(id, cancellationToken));
        }
        catch (ConnectionException refused) when (refused.Status == 403 || refused.FoundNothing())
        {
            // The license itself was readable; who has the seats is then not known, only how many are taken.
            return mapper.License(row, null);
        }
    }

    private async Task<ImmutableArray<SeatFact>> SeatsAsync(long license, CancellationToken cancellationToken)
    {
        var seats = ImmutableArray.CreateBuilder<SeatFact>();
        var path = string.Create(CultureInfo.InvariantCulture, $"licenses/{license}/seats");
        for (var (offset, total) = (0, 1); offset < total; )
        {
            var page = await client.PageAsync(
                path,
                cancellationToken,
                ("limit", SnipeItClient.PageSize.ToString(CultureInfo.InvariantCulture)),
                ("offset", offset.ToString(CultureInfo.InvariantCulture))
            );
            seats.AddRange(page.Rows.OfType<JObject>().Select(mapper.Seat).OfType<SeatFact>());
            if (page.Rows.Count == 0)
            {
                break;
            }

            (offset, total) = (offset + page.Rows.Count, page.Total);
        }

        return seats.DrainToImmutable();
    }

    private enum HolderKind : byte
    {
        Nobody,
        User,
        Asset,
    }

    /// <summary>Two words per asset: a large register has many.</summary>
    private readonly record struct Holder(HolderKind Kind, long Id)
    {
        public static Holder Of(JObject row) =>
            SnipeItMapper.HolderAsset(row) is { } asset ? new(HolderKind.Asset, asset)
            : SnipeItMapper.HolderUser(row) is { } user ? new(HolderKind.User, user)
            : default;
    }
}
