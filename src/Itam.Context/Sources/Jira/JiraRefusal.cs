using Itam.Context.Connections;

namespace Itam.Context.Sources.Jira;

/// <summary>
/// Refused credentials behind another answer. Many calls allow anonymous callers, and an expired API token makes us one: tickets are "not there" (404), searches
/// find nothing (200). This header, seen on such answers, tells.
/// </summary>
internal static class JiraRefusal
{
    private const string Header = "X-Seraph-LoginReason";
    private const string Failed = "AUTHENTICATED_FAILED";

    public static ConnectionException? Of(VendorResponse answer, string name) =>
        answer.HeaderValues(Header).Any(reason => reason.Contains(Failed, StringComparison.OrdinalIgnoreCase))
            ? new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{name} refused the credentials and answered as it answers strangers ({(int)answer.Status}). Enter new ones and run 'itam doctor'."
            )
            {
                // What it means, so that a token that can be renewed is, and nobody takes it for a ticket that is gone.
                Status = 401,
            }
            : null;
}
