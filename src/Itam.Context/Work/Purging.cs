using Itam.Context.Storage;

namespace Itam.Context.Work;

internal static class Purging
{
    /// <summary>Few enough that an ingest never waits long behind one of these transactions.</summary>
    private const int Batch = 5000;

    /// <summary>Runs it until nothing is left, a batch per transaction.</summary>
    /// <param name="text">Knows <c>@before</c> (Unix milliseconds) and <c>@count</c>.</param>
    /// <returns>How many rows were changed.</returns>
    public static async Task<int> InBatchesAsync(this Database database, string text, DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var total = 0; ; )
        {
            var changed = await database.WriteRawAsync(
                (connection, transaction, token) =>
                    connection.RunAsync(transaction, text, [("before", before.ToUnixTimeMilliseconds()), ("count", Batch)], token),
                cancellationToken
            );
            total += changed;
            if (changed < Batch)
            {
                return total;
            }
        }
    }
}
