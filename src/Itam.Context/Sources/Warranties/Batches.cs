using Itam.Context.Connections;

namespace Itam.Context.Sources.Warranties;

/// <summary>Asks in batches of the vendor's size. One serial that the vendor cannot stomach must not cost the others their answers.</summary>
internal static class Batches
{
    /// <summary>Refusals after which it is not the serials that are wrong but the question.</summary>
    private const int MaxRefusals = 20;

    /// <summary>Breakdowns in a row after which it is not the serials that break the vendor: it is not there.</summary>
    public const int MostInARow = 3;

    /// <param name="ask">Answers one batch; never gets an empty one, nor a serial twice, nor one that is not <see cref="Answers.IsAskable"/>.</param>
    /// <returns>Answers so far. A batch on which the vendor breaks is failed; after a pause it asks for, or three such batches in a row, the rest is left out, so that
    /// it is asked again.</returns>
    /// <exception cref="ConnectionException">Nothing was answered, or a person must act.</exception>
    public static async Task<IReadOnlyList<WarrantyAnswer>> AskAsync(
        IReadOnlyList<WarrantyQuestion> devices,
        int size,
        Func<IReadOnlyList<WarrantyQuestion>, CancellationToken, Task<IEnumerable<WarrantyAnswer>>> ask,
        CancellationToken cancellationToken
    )
    {
        var answers = devices.Where(d => !Answers.IsAskable(d)).Select(Answers.Failed).ToList();
        var waiting = new Stack<WarrantyQuestion[]>(devices.Where(Answers.IsAskable).DistinctBy(d => Answers.Key(d.Serial)).Chunk(size).Reverse());
        var refusals = 0;
        var (answered, inARow) = (false, 0);
        ConnectionException? broken = null;
        while (waiting.TryPop(out var batch))
        {
            try
            {
                answers.AddRange(await ask(batch, cancellationToken));
                (answered, inARow) = (true, 0);
            }
            catch (ConnectionException refused) when (refused.Status is 400 or 413 or 422 && ++refusals < MaxRefusals)
            {
                if (batch.Length == 1)
                {
                    answers.Add(Answers.Failed(batch[0]));
                    continue;
                }

                waiting.Push(batch[(batch.Length / 2)..]);
                waiting.Push(batch[..(batch.Length / 2)]);
            }
            catch (ConnectionException passing) when (passing.IsBreakdown && ++inARow < MostInARow)
            {
                answers.AddRange(batch.Select(Answers.Failed));
                broken = passing;
            }
            catch (ConnectionException passing) when (passing.Failure == ConnectionFailure.Retry && answered)
            {
                return answers;
            }
        }

        return broken is null || answered ? answers : throw broken;
    }
}
