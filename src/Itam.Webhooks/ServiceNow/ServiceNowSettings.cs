using System.Collections.Immutable;
using System.Text;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Sources.ServiceNow;

namespace Itam.Webhooks.ServiceNow;

/// <summary>How the note is written into the journal.</summary>
internal enum JournalFormat
{
    Text,

    /// <summary>HTML between [code] tags; needs the instance's property <c>glide.ui.security.allow_codetag</c>.</summary>
    Html,
}

/// <param name="IntegrationUser">user_name of our account; null where not given.</param>
/// <param name="ServiceRequestTable">Where a service request is raised, one of <paramref name="Tables"/>; null where that is not configured.</param>
/// <param name="Assets">Null where the instance's asset tables are not to be read.</param>
internal sealed record ServiceNowSettings(
    TenantId Tenant,
    ServiceNowAccess Access,
    ImmutableArray<TicketTable> Tables,
    JournalFormat JournalFormat,
    string? IntegrationUser,
    InboundSecrets Inbound,
    string? ServiceRequestTable,
    ServiceNowAssetOptions? Assets
)
{
    public TicketTable? Table(string name) => Tables.FirstOrDefault(t => t.Name == name);

    public static ServiceNowSettings Read(ConnectionSettings settings)
    {
        var reader = settings.Reader;
        var tables = ReadTables(reader);
        return new(
            settings.Tenant,
            new ServiceNowAccess(settings.Name, reader.Url("BaseUrl", "https://acme.service-now.com"), SignIn(reader)),
            tables,
            reader.Choice("JournalFormat", JournalFormat.Text),
            reader.OptionalText("IntegrationUser"),
            InboundSecrets.Read(reader),
            ReadServiceRequestTable(reader, tables),
            ServiceNowAssetOptions.Read(reader)
        );
    }

    private enum SignInKind
    {
        OAuth,
        Basic,
        ApiKey,
    }

    private static ServiceNowSignIn SignIn(SettingsReader reader)
    {
        var usual =
            reader.Has("ClientId") ? SignInKind.OAuth
            : reader.Has("ApiKey") ? SignInKind.ApiKey
            : reader.Has("User") ? SignInKind.Basic
            : SignInKind.OAuth;
        return reader.Choice("SignIn", usual) switch
        {
            SignInKind.ApiKey => new ServiceNowSignIn.ApiKey(reader.Text("ApiKey", "the key from REST API Keys on the instance")),
            SignInKind.Basic => new ServiceNowSignIn.Basic(
                reader.Text("User", "itam.integration"),
                reader.Text("Password", "the account's password")
            ),
            _ => new ServiceNowSignIn.OAuth(
                reader.Text("ClientId", "the client id from Application Registry"),
                reader.Text("ClientSecret", "the client secret from Application Registry")
            ),
        };
    }

    private static string? ReadServiceRequestTable(SettingsReader reader, ImmutableArray<TicketTable> tables)
    {
        const string Name = "ServiceRequestTable";
        if (reader.OptionalText(Name) is not { } table)
        {
            return null;
        }

        if (tables.All(t => t.Name != table))
        {
            reader.Report(Name, $"is '{table}', which is not among Tables, so that nobody would follow its tickets", "sc_req_item");
        }

        return table;
    }

    private static ImmutableArray<TicketTable> ReadTables(SettingsReader reader)
    {
        const string Usual = "incident,sc_req_item";
        var names = (reader.OptionalText("Tables") ?? Usual).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || !names.All(TicketTable.IsName))
        {
            reader.Report("Tables", "is not a list of table names", Usual);
            names = Usual.Split(',');
        }

        return [.. names.Distinct(StringComparer.Ordinal).Select(TicketTable.Of)];
    }
}

/// <summary>The ways in. Which are accepted follows from which are configured; a list without secrets accepts nothing.</summary>
internal sealed record InboundSecrets(string HeaderPrefix, IReadOnlyList<byte[]> Hmac, IReadOnlyList<byte[]> Tokens, IReadOnlyList<byte[]> Basic)
{
    public static InboundSecrets Read(SettingsReader reader)
    {
        var prefix = reader.OptionalText("WebhookHeaderPrefix") ?? "X-Itam-";
        if (!prefix.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            reader.Report("WebhookHeaderPrefix", "has characters that a header name cannot have", "X-Itam-");
        }

        if (!reader.Has("WebhookSecret") && !reader.Has("WebhookToken") && !reader.Has("WebhookPassword"))
        {
            reader.Report("WebhookSecret", "is missing, so that no webhook could be believed", "the output of: openssl rand -base64 32");
        }

        var user = reader.Has("WebhookPassword") ? reader.Text("WebhookUser", "servicenow") : "";
        return new(
            prefix,
            [.. Configured(reader, "WebhookSecret").SelectMany(Keys)],
            Configured(reader, "WebhookToken"),
            [.. Configured(reader, "WebhookPassword").Select(password => (byte[])[.. Encoding.UTF8.GetBytes(user), (byte)':', .. password])]
        );
    }

    private static IReadOnlyList<byte[]> Configured(SettingsReader reader, string name) => reader.Has(name) ? reader.Secrets(name) : [];

    /// <summary>
    /// <c>generateMac</c> on the instance takes its key as Base64 and decodes it. The same Base64 text is pasted on both sides, so the decoded bytes are the key;
    /// where the instance holds the Base64 of our text instead, the text itself is.
    /// </summary>
    private static IEnumerable<byte[]> Keys(byte[] text)
    {
        yield return text;
        var decoded = new byte[text.Length];
        if (Convert.TryFromBase64String(Encoding.UTF8.GetString(text), decoded, out var length) && length >= SettingsReader.MinSecretBytes)
        {
            yield return decoded[..length];
        }
    }
}
