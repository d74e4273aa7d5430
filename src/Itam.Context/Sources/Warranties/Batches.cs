using Itam.Context.Connections;

namespace Itam.Context.Sources.Warranties;

/// <summary>Asks in batches of the vendor's size. One serial that the vendor cannot stomach must not cost the others their answers.</summary>
internal static class Batches
{
    /// <summary>Refusals after which it is not the serials that are wrong but the question.</summary>
    private const int MaxRefusals = 20;

    /// <param name="ask">Answers one batch; never gets an empty one, nor a serial twice, nor one that is not <see cref="Answers.IsAskable"/>.</param>
    /// <returns>Answers so far; those of a later batch that failed in passing are left out, so that they are asked again.</returns>
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
        var answered = false;
        while (waiting.TryPop(out var batch))
        {
            try
            {
                answers.AddRange(await ask(batch, cancellationToken));
                answered = true;
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
            catch (ConnectionException passing) when (passing.Failure == ConnectionFailure.Retry && answered)
            {
                return answers;
            }
        }

        return answers;
    }
}
