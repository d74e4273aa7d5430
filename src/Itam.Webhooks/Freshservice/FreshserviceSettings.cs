using Itam.Context.Connections;
using Itam.Context.Sources.Freshservice;
using Itam.Webhooks.Receiving;

namespace Itam.Webhooks.Freshservice;

/// <summary>The settings of one connection below <c>Connections:{name}</c>.</summary>
/// <param name="Account">https://acme.freshservice.com.</param>
/// <param name="SecretHeader">Where the workflow sends <paramref name="Secrets"/>; <c>Authorization: Bearer</c> always works too.</param>
/// <param name="Secrets">Empty: this way in is closed.</param>
/// <param name="BasicCredentials">What follows "Basic " in the header (RFC 7617); empty: this way in is closed.</param>
/// <param name="Assets">Null where the account's assets are not to be read.</param>
internal sealed record FreshserviceSettings(
    Uri Account,
    string ApiKey,
    string SecretHeader,
    IReadOnlyList<byte[]> Secrets,
    IReadOnlyList<byte[]> BasicCredentials,
    FreshserviceAssetOptions? Assets
)
{
    public const string DefaultSecretHeader = "X-Itam-Secret";

    private const string ApiPath = "/api/v2";

    public static FreshserviceSettings Read(SettingsReader reader)
    {
        var account = reader.Url("BaseUrl", "https://acme.freshservice.com");
        var apiKey = reader.Text("ApiKey", "the key from Profile settings of the agent account");
        var header = reader.OptionalText("WebhookSecretHeader") ?? DefaultSecretHeader;
        if (header.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') || header.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report(
                "WebhookSecretHeader",
                "is not a header of our own (letters, digits and '-'; Authorization: Bearer works without this setting)",
                DefaultSecretHeader
            );
        }

        if (!reader.Has("WebhookSecret") && !reader.Has("WebhookUser"))
        {
            reader.Report(
                "WebhookSecret",
                "is missing, and so are WebhookUser and WebhookPassword: anybody could send webhooks",
                "the output of: openssl rand -base64 32"
            );
        }

        return new FreshserviceSettings(
            account.AbsolutePath.EndsWith(ApiPath, StringComparison.OrdinalIgnoreCase) ? new Uri(account.AbsoluteUri[..^ApiPath.Length]) : account,
            apiKey,
            header,
            reader.Has("WebhookSecret") ? reader.Secrets("WebhookSecret") : [],
            BasicSecrets.Read(reader),
            FreshserviceAssetOptions.Read(reader)
        );
    }

    // A record prints its members; secrets must not reach a log that way.
    public override string ToString() => $"Freshservice at {Account}";
}
