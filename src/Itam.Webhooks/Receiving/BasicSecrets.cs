using System.Text;
using Itam.Context.Connections;

namespace Itam.Webhooks.Receiving;

/// <summary>A user name and one or two passwords that a webhook may carry as Basic credentials (RFC 7617): <c>WebhookUser</c>, <c>WebhookPassword</c>, <c>WebhookPasswordPrevious</c>.</summary>
internal static class BasicSecrets
{
    /// <returns>What follows "Basic " in the header; empty where no user is set.</returns>
    public static IReadOnlyList<byte[]> Read(SettingsReader reader)
    {
        var user = reader.OptionalText("WebhookUser");
        if (user is null && reader.Has("WebhookPassword"))
        {
            reader.Report("WebhookUser", "is missing beside WebhookPassword", "itam");
        }

        if (user?.Contains(':', StringComparison.Ordinal) == true)
        {
            reader.Report("WebhookUser", "contains ':', which separates user and password", "itam");
        }

        return user is null ? [] : [.. reader.Secrets("WebhookPassword").Select(password => Encode(user, password))];
    }

    private static byte[] Encode(string user, byte[] password) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String([.. Encoding.UTF8.GetBytes(user + ":"), .. password]));
}
