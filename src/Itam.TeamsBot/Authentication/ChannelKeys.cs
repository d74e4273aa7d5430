using System.Collections.Concurrent;
using Itam.Context.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Itam.TeamsBot.Authentication;

/// <summary>
/// The channel's signing keys by metadata address. Read again every 12 hours in the background, and once when a token names an unknown key, but not more
/// often than every 5 minutes, so that a flood of made-up key ids does not become a flood of calls. What was read last stays good when reading fails.
/// </summary>
internal sealed class ChannelKeys(VendorServices services, ILogger<ChannelKeys> log) : IDisposable
{
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(12);
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstAtMostEvery = TimeSpan.FromSeconds(5);
    private const int LargestDocument = 1 << 20;

    private readonly ConcurrentDictionary<Uri, KeySet> _sets = new();
    private readonly HttpClient _http = new(
        services.Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false },
        disposeHandler: services.Handler is null
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = LargestDocument,
    };

    /// <summary>Null: the channel knows no such key.</summary>
    /// <exception cref="ConnectionException">The keys were never read and cannot be read now.</exception>
    public Task<JsonWebKey?> FindAsync(Uri metadata, string kid, CancellationToken cancellationToken) =>
        _sets.GetOrAdd(metadata, static (address, keys) => new KeySet(address, keys), this).FindAsync(kid, cancellationToken);

    public void Dispose() => _http.Dispose();

    private sealed class KeySet(Uri metadata, ChannelKeys owner)
    {
        private readonly Lock _lock = new();
        private readonly HttpDocumentRetriever _documents = new(owner._http) { RequireHttps = !metadata.IsLoopback };
        private volatile IReadOnlyList<JsonWebKey>? _keys;
        private Task _reading = Task.CompletedTask;
        private DateTimeOffset _readAt = DateTimeOffset.MinValue;
        private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

        public async Task<JsonWebKey?> FindAsync(string kid, CancellationToken cancellationToken)
        {
            if (_keys is null)
            {
                await Refresh(FirstAtMostEvery).WaitAsync(cancellationToken);
            }
            else if (owner.Now - _readAt > RefreshAfter)
            {
                // Nobody waits for this: the keys at hand are still good.
                _ = Refresh(AtMostEvery);
            }

            var keys =
                _keys
                ?? throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"The channel's signing keys cannot be read from {metadata.Host}. Check that this machine may call it."
                );
            if (Named(keys, kid) is { } known)
            {
                return known;
            }

            await Refresh(AtMostEvery).WaitAsync(cancellationToken);
            return Named(_keys, kid);
        }

        /// <summary>All who need the keys wait for one reading, which goes on when one of them gives up.</summary>
        private Task Refresh(TimeSpan atMostEvery)
        {
            lock (_lock)
            {
                if (!_reading.IsCompleted || owner.Now - _triedAt < atMostEvery)
                {
                    return _reading;
                }

                _triedAt = owner.Now;
                return _reading = ReadAsync();
            }
        }

        private async Task ReadAsync()
        {
            try
            {
                var read = await OpenIdConnectConfigurationRetriever.GetAsync(metadata.AbsoluteUri, _documents, CancellationToken.None);
                _keys = [.. read.JsonWebKeySet.Keys.Where(k => k.Kty == JsonWebAlgorithmsKeyTypes.RSA && k.Use is null or "" or "sig")];
                _readAt = owner.Now;
            }
            catch (Exception failure)
            {
                Log.KeysUnreadable(owner._log, metadata.Host, failure.GetBaseException().Message, _keys is not null);
            }
        }

        private static JsonWebKey? Named(IReadOnlyList<JsonWebKey>? keys, string kid) =>
            keys?.FirstOrDefault(k => string.Equals(k.Kid, kid, StringComparison.Ordinal));
    }

    private readonly ILogger _log = log;

    private DateTimeOffset Now => services.Time.GetUtcNow();
}
