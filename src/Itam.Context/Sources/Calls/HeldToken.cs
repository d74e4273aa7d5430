namespace Itam.Context.Sources.Calls;

/// <param name="Life">As the system said (<c>expires_in</c>).</param>
internal sealed record FreshToken(string Token, TimeSpan Life);

/// <summary>An access token kept until shortly before its end; concurrent callers share one sign-in.</summary>
internal sealed class HeldToken(Func<CancellationToken, Task<FreshToken>> signIn, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _one = new(1);
    private (string Token, DateTimeOffset Until)? _held;

    /// <param name="fresh">The last token was refused.</param>
    public async ValueTask<string> GetAsync(bool fresh, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!fresh && _held is { } held && held.Until > time.GetUtcNow())
            {
                return held.Token;
            }

            _held = null;
            var asked = time.GetUtcNow();
            var token = await signIn(cancellationToken);

            // Some tokens live only a minute, so the margin is a part of the life and not a fixed time.
            var margin = token.Life / 4 < LongestMargin ? token.Life / 4 : LongestMargin;
            _held = (token.Token, asked + token.Life - margin);
            return token.Token;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
