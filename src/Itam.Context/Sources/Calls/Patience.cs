using Itam.Context.Connections;

namespace Itam.Context.Sources.Calls;

/// <summary>
/// Lets a walk outlast a short pause that the system asks for. Giving up would cost the whole walk, since only an unbroken one may call something missing.
/// </summary>
internal static class Patience
{
    private const int Attempts = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(2);

    /// <exception cref="ConnectionException">It failed for good, asked for more than three minutes, or failed four times.</exception>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                return await read();
            }
            catch (ConnectionException busy)
                when (busy.Failure == ConnectionFailure.Retry && attempt < Attempts && (busy.RetryAfter ?? Unsaid) <= Longest)
            {
                pause = busy.RetryAfter ?? Unsaid * attempt;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
