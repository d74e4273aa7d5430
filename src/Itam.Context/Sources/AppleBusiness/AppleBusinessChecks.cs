using Itam.Context.Connections;
using Itam.Context.Sources.Calls;

namespace Itam.Context.Sources.AppleBusiness;

/// <summary>What <c>itam doctor</c> asks. Two calls at most, since the limit is shared by the whole organisation.</summary>
internal sealed class AppleBusinessChecks(AppleBusinessSettings settings, AppleBusinessClient client, TimeProvider time)
{
    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(bool coverage, CancellationToken cancellationToken)
    {
        var checks = new CheckList();
        string? serial = null;
        await checks.TryAsync(
            $"{settings.BaseUrl.Host} accepts our API account, and we may list devices.",
            async () =>
                serial = (await client.DevicesAsync(1, null, cancellationToken)).Rows is [Newtonsoft.Json.Linq.JObject row, ..]
                    ? AppleDevice.IdOf(row)
                    : null
        );
        if (coverage && serial is not null)
        {
            await checks.TryAsync(
                "We may read the AppleCare coverage of a device.",
                () => client.CoverageAsync(serial, cancellationToken),
                "Give the API account access to device coverage."
            );
        }

        checks.Add(
            settings.CredentialEnd.Check(time.GetUtcNow(), "Make a new private key for the API account in Apple Business, and enter it here.")
        );
        return checks.Lines;
    }
}
