using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Lifecycle.Catalogue;

namespace Itam.Context.Lifecycle.Equipment;

/// <summary>The section <c>Equipment</c> of the configuration, see docs/equipment.md.</summary>
public sealed record EquipmentSettings
{
    /// <summary>Whose people may ask.</summary>
    public required TenantId Tenant { get; init; }
    public required EquipmentCatalogue Catalogue { get; init; }

    /// <summary>The connection on which every request has its ticket; null: none has.</summary>
    public string? Desk { get; init; }

    /// <summary>E-mails of those who hand things over, besides <see cref="StockroomDepartment"/>.</summary>
    public ImmutableArray<string> Stockroom { get; init; } = [];
    public string? StockroomDepartment { get; init; }

    /// <summary>E-mail of who decides for people without a manager, and to whom requests escalate in the end.</summary>
    public string? FallbackApprover { get; init; }

    /// <summary>E-mail of who decides too when the price is above <see cref="SecondApprovalAbove"/>.</summary>
    public string? SecondApprover { get; init; }

    /// <summary>In the currency of the item; null: one approval is always enough.</summary>
    public decimal? SecondApprovalAbove { get; init; }
    public EquipmentPace Pace { get; init; } = new();

    /// <summary>Set by a host in which somebody handles <see cref="CaseNotice"/>; otherwise none is queued, since nobody would take it off.</summary>
    public bool Notices { get; init; }

    /// <summary>Set by the host: the connections in which it may be written who has a device.</summary>
    public ImmutableArray<string> AssetWriters { get; init; } = [];

    /// <summary>An empty section: nothing can be asked for; requests from before still end.</summary>
    public static EquipmentSettings Closed(TenantId tenant) => new() { Tenant = tenant, Catalogue = EquipmentCatalogue.Empty };

    public static EquipmentSettings Read(SettingsReader reader, string defaultTenant)
    {
        if (!reader.Children().Any())
        {
            return Closed(TenantId.Parse(defaultTenant));
        }

        var hours = (string name, TimeSpan fallback) => TimeSpan.FromHours(reader.Number(name, fallback.TotalHours, 0.01, 8760));
        var pace = new EquipmentPace();
        var settings = new EquipmentSettings
        {
            Tenant = reader.Tenant("Tenant", defaultTenant),
            Catalogue = ReadCatalogue(reader),
            Desk = reader.OptionalText("Desk"),
            Stockroom = Emails(reader, "Stockroom"),
            StockroomDepartment = reader.OptionalText("StockroomDepartment"),
            FallbackApprover = Email(reader, "FallbackApprover"),
            SecondApprover = Email(reader, "SecondApprover"),
            SecondApprovalAbove = reader.Has("SecondApprovalAbove") ? (decimal)reader.Number("SecondApprovalAbove", 1500, 0, 1e9) : null,
            Pace = pace with
            {
                FirstReminder = hours("FirstReminderHours", pace.FirstReminder),
                SecondReminder = hours("SecondReminderHours", pace.SecondReminder),
                Escalation = hours("EscalationHours", pace.Escalation),
                ConfirmReminder = hours("ConfirmReminderHours", pace.ConfirmReminder),
                Restock = hours("RestockCheckHours", pace.Restock),
                OverdueReminder = hours("OverdueReminderHours", pace.OverdueReminder),
            },
        };
        if (settings.SecondApprovalAbove is not null && settings.SecondApprover is null)
        {
            reader.Report("SecondApprover", "is missing, and SecondApprovalAbove needs one", "it-finance@example.com");
        }

        if (settings.Stockroom.IsEmpty && settings.StockroomDepartment is null)
        {
            reader.Report(
                "Stockroom",
                "is missing, so nobody could hand anything over; name people here or a StockroomDepartment",
                "store@example.com; depot@example.com"
            );
        }

        reader.ReportUnread();
        return settings;
    }

    private static EquipmentCatalogue ReadCatalogue(SettingsReader reader)
    {
        if (reader.OptionalText("Catalogue") is not { } file)
        {
            reader.Report("Catalogue", "is missing: name the file that lists what people may ask for", "catalogue.json");
            return EquipmentCatalogue.Empty;
        }

        try
        {
            return CatalogueFile.Load(file);
        }
        catch (CatalogueException broken)
        {
            foreach (var problem in broken.Problems)
            {
                reader.Report("Catalogue", $"({problem.File}), {problem.Where}: {problem.Problem}", problem.Example);
            }

            return EquipmentCatalogue.Empty;
        }
    }

    private static string? Email(SettingsReader reader, string name) => Emails(reader, name) is [var first, ..] ? first : null;

    private static ImmutableArray<string> Emails(SettingsReader reader, string name)
    {
        var emails = (reader.OptionalText(name) ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var odd in emails.Where(e => e.IndexOf('@') is var at && (at < 1 || at == e.Length - 1)))
        {
            reader.Report(name, $"names '{odd}', which is no e-mail address", "store@example.com; depot@example.com");
        }

        return [.. emails.Select(e => e.ToLowerInvariant())];
    }
}
