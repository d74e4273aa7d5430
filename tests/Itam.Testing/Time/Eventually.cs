namespace Itam.Testing.Time;

/// <summary>Waits, by the real clock, for what another thread or process is about to bring about.</summary>
public static class Eventually
{
    /// <param name="what">Ends the sentence "After 30 s it was still not so that …".</param>
    /// <param name="atMost">30 s when not given: far more than the slowest machine takes.</param>
    public static async Task IsTrueAsync(Func<Task<bool>> isSo, string what, TimeSpan? atMost = null)
    {
        var patience = atMost ?? TimeSpan.FromSeconds(30);
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"After {patience.TotalSeconds:0} s it was still not so that {what}.");
            }

            // Sleeps instead of spinning: on two processors the one who spins takes the time from the one it waits for.
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <inheritdoc cref="IsTrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task IsTrueAsync(Func<bool> isSo, string what, TimeSpan? atMost = null) => IsTrueAsync(() => Task.FromResult(isSo()), what, atMost);
}
