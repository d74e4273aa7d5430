using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;

namespace Itam.Webhooks.Jira;

/// <summary>Where requests are raised. Ids differ per site, so none is preset.</summary>
/// <param name="ServiceDesk">The number in the portal's address.</param>
/// <param name="Priorities">What the site calls our priorities.</param>
internal sealed record JiraRaisingSettings(
    string ServiceDesk,
    ImmutableDictionary<TicketKind, string> RequestTypes,
    ImmutableDictionary<TicketPriority, string> Priorities
)
{
    public const string ServiceDeskSetting = "ServiceDesk";
    private const string ExampleId = "12";

    public static string RequestTypeSetting(TicketKind kind) => $"RequestTypes:{kind}";

    /// <returns>Null where no requests are to be raised.</returns>
    public static JiraRaisingSettings? Read(SettingsReader reader)
    {
        var types = reader.Section("RequestTypes");
        var names = reader.Section("Priorities");
        var chosen = Enum.GetValues<TicketKind>()
            .Select(kind => (Kind: kind, Id: Id(types, kind.ToString())))
            .Where(t => t.Id is not null)
            .ToImmutableDictionary(t => t.Kind, t => t.Id!);
        var priorities = Enum.GetValues<TicketPriority>().ToImmutableDictionary(p => p, p => names.OptionalText(p.ToString()) ?? UsualName(p));
        types.ReportUnread();
        names.ReportUnread();
        var desk = Id(reader, ServiceDeskSetting);
        if (desk is null && chosen.IsEmpty)
        {
            return null;
        }

        if (desk is null)
        {
            reader.Report(
                ServiceDeskSetting,
                "is missing beside RequestTypes: the number in the portal's address, …/servicedesk/customer/portal/<number>",
                "1"
            );
        }
        else if (chosen.IsEmpty)
        {
            reader.Report(
                RequestTypeSetting(TicketKind.Incident),
                "is missing beside ServiceDesk: the number at the end of the request form's address",
                ExampleId
            );
        }

        return new JiraRaisingSettings(desk ?? "1", chosen, priorities);
    }

    private static string? Id(SettingsReader reader, string name)
    {
        if (reader.OptionalText(name) is not { } text)
        {
            return null;
        }

        if (!JiraKeys.IsId(text))
        {
            reader.Report(name, $"is '{text}', not a number", ExampleId);
        }

        return text;
    }

    /// <summary>As a new site names them.</summary>
    private static string UsualName(TicketPriority priority) =>
        priority switch
        {
            TicketPriority.Critical => "Highest",
            TicketPriority.High => "High",
            TicketPriority.Low => "Low",
            _ => "Medium",
        };
}
