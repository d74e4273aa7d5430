using System.Globalization;
using Itam.Context.Connections;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Enrichment.EndOfLife;

/// <param name="Cycles">In the new file.</param>
public sealed record EndOfLifeRefresh(int Products, int Cycles, int Changed);

/// <summary>Refreshes the calendar from endoflife.date's public API (<c>/api/{product}.json</c>: an array of cycles with <c>cycle</c>, <c>eol</c> as a day or a
/// boolean, <c>latest</c>). The old file stays until every product was read and none has lost most of its cycles.</summary>
public sealed class EndOfLifeUpdate(Uri address, TimeProvider time, HttpMessageHandler? handler = null)
{
    public const string PublicAddress = "https://endoflife.date";

    /// <exception cref="ConnectionException">The service could not be read, or what it says cannot be right. Nothing was changed.</exception>
    public async Task<EndOfLifeRefresh> RunAsync(string path, CancellationToken cancellationToken)
    {
        var known = EndOfLifeCalendar.From(path).Cycles.ToList();
        using var client = new VendorClient(
            new VendorClientOptions
            {
                Name = $"The end-of-life service at {address.Host}",
                BaseUrl = address,
                MaxConcurrency = 2,
                Handler = handler,
            },
            time
        );
        var fresh = new List<Cycle>();
        var products = known.GroupBy(c => c.Product).ToList();
        foreach (var product in products)
        {
            var cycles = Read(product.Key, (await client.GetAsync($"api/{product.Key}.json", cancellationToken)).Json, product.ToList());
            if (cycles.Count < product.Count() / 2)
            {
                throw new ConnectionException(
                    ConnectionFailure.GiveUp,
                    $"{client.Name} lists {cycles.Count} cycles of {product.Key} where {product.Count()} were known. That cannot be right, so nothing was changed."
                );
            }

            fresh.AddRange(cycles);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            path + ".new",
            EndOfLifeFile.Write(fresh, address.Host, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)),
            cancellationToken
        );
        File.Move(path + ".new", path, overwrite: true);
        return new EndOfLifeRefresh(products.Count, fresh.Count, fresh.Except(known).Count());
    }

    private static List<Cycle> Read(string product, JToken json, List<Cycle> known)
    {
        var labels = known.ToDictionary(c => c.Name, c => c.Label, StringComparer.Ordinal);
        return
        [
            .. (json as JArray ?? [])
                .OfType<JObject>()
                .Where(c => c["cycle"].Text() is not null)
                .Select(c =>
                {
                    var name = c["cycle"].Text()!;
                    var eol = c["eol"];
                    DateOnly? ends = DateOnly.TryParseExact(eol.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                        ? day
                        : null;
                    return new Cycle(
                        product,
                        name,
                        labels.GetValueOrDefault(name) ?? c["releaseLabel"].Text() ?? name,
                        ends,
                        ends is null && eol is { Type: JTokenType.Boolean } && (bool)eol,
                        c["latest"].Text() ?? ""
                    );
                }),
        ];
    }
}
