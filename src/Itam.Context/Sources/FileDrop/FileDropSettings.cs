using Itam.Context.Connections;
using Itam.Context.Register.Import;

namespace Itam.Context.Sources.FileDrop;

/// <param name="Folder">Read, never written.</param>
/// <param name="DateOrder">How to read dates such as 3/4/2026; null rejects rows with such a date.</param>
internal sealed record FileDropSettings(string Folder, DateOrder? DateOrder)
{
    private const string Example = "/var/lib/itam/drop";

    public static FileDropSettings Read(SettingsReader reader)
    {
        var folder = reader.Text("Folder", Example);
        if (!Path.IsPathFullyQualified(folder))
        {
            reader.Report("Folder", $"is '{folder}', not a full path, so it would depend on where the service was started", Example);
        }

        return new FileDropSettings(
            folder,
            reader.OptionalText("DateOrder") is null ? null : reader.Choice("DateOrder", Register.Import.DateOrder.DayFirst)
        );
    }
}
