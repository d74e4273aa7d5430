using System.Collections.Immutable;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Enrichment;
using Itam.TeamsBot.Cards;

namespace Itam.TeamsBot.Conversations;

/// <summary>What the assistant of one Teams connection does for whom.</summary>
/// <param name="Desk">The connection on which reports become tickets; null: none can be raised from chat.</param>
/// <param name="Agents">E-mails of those who may look up any device and person.</param>
/// <param name="AgentsGroup">Entra group of agents, asked through the source of the same tenant; null: only <paramref name="Agents"/>.</param>
/// <param name="Security">E-mails of those who are told of a loss at once.</param>
public sealed record AssistantSettings(
    string Connection,
    TenantId Tenant,
    string? Desk,
    ImmutableArray<string> Agents,
    string? AgentsGroup,
    ImmutableArray<string> Security,
    HumanHelp Human,
    TriageRule? Triage
)
{
    public static AssistantSettings Read(SettingsReader reader, string connection, TenantId tenant) =>
        new(
            connection,
            tenant,
            reader.OptionalText("Desk"),
            Emails(reader, "Agents"),
            Group(reader),
            Emails(reader, "Security"),
            Help(reader),
            TriageRule.Read(reader.Section("Triage"))
        );

    private static ImmutableArray<string> Emails(SettingsReader reader, string name)
    {
        var emails = (reader.OptionalText(name) ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var odd in emails.Where(e => e.IndexOf('@') is var at && (at < 1 || at == e.Length - 1)))
        {
            reader.Report(name, $"names '{odd}', which is no e-mail address", "kim@example.com, lee@example.com");
        }

        return [.. emails.Select(e => e.ToLowerInvariant())];
    }

    private static string? Group(SettingsReader reader)
    {
        if (reader.OptionalText("AgentsGroup") is not { } text)
        {
            return null;
        }

        if (!Guid.TryParse(text, out var id))
        {
            reader.Report("AgentsGroup", $"is '{text}', which is no object id of an Entra group", "00000000-1111-2222-3333-444444444444");
        }

        return id.ToString("D");
    }

    private static HumanHelp Help(SettingsReader reader)
    {
        var url = reader.OptionalText("HelpUrl");
        var safe = Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? ReportText.SafeLink(parsed) : null;
        if (url is not null && safe is null)
        {
            reader.Report("HelpUrl", $"is '{url}', which is no web address", "https://help.example.com");
        }

        return new HumanHelp(reader.OptionalText("HelpText"), safe);
    }
}
