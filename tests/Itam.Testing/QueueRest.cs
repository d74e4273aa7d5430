using Itam.Context;
using Itam.Context.Work;

namespace Itam.Testing;

/// <summary>Waits, by the real clock, until a running product has nothing more to do.</summary>
public static class QueueRest
{
    /// <param name="isOpen">Which rows of the queue still have to go away.</param>
    /// <param name="isQuietElsewhere">What else must hold: no webhook on its way, say.</param>
    /// <returns>False after the time has run out.</returns>
    public static async Task<bool> ReachAsync(
        this WorkQueue queue,
        TenantId tenant,
        Func<WorkCount, bool> isOpen,
        Func<bool> isQuietElsewhere,
        TimeSpan atMost
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        // One step may bring about the next, which is in the queue some moments later: a few quiet looks in a row are rest.
        for (var quiet = 0; quiet < 5; )
        {
            if (TimeProvider.System.GetElapsedTime(started) > atMost)
            {
                return false;
            }

            var open = (await queue.SummariseAsync(tenant, default)).Counts.Where(isOpen).Sum(c => c.Count);
            quiet = open == 0 && isQuietElsewhere() ? quiet + 1 : 0;
            await Task.Delay(TimeSpan.FromMilliseconds(15), TimeProvider.System);
        }

        return true;
    }
}
