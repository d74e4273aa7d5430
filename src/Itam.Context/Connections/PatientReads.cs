using RestSharp;

namespace Itam.Context.Connections;

/// <summary>
/// Reads for a long walk in the background: a busy system is waited for in place, so that one 429 does not break off a walk of an hour. Never for what a
/// ticket waits for.
/// </summary>
internal static class PatientReads
{
    private const int Tries = 5;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <exception cref="ConnectionException">It stayed busy, asks for a longer pause than two minutes, or failed for good.</exception>
    public static async Task<VendorResponse> GetPatientlyAsync(
        this VendorClient client,
        RestRequest request,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await client.GetAsync(request, cancellationToken);
            }
            catch (ConnectionException busy) when (busy.Failure == ConnectionFailure.Retry && attempt < Tries)
            {
                wait = busy.RetryAfter ?? First * Math.Pow(2, attempt - 1);
                if (wait > Longest)
                {
                    throw;
                }
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
