using Itam.Context.Connections;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources.FileDrop;

internal sealed class FileDropVendor : ISourceVendor
{
    public string Kind => "file-drop";

    public SourceConnection Connect(ConnectionSettings settings, VendorServices services) =>
        new(
            settings.Name,
            settings.Tenant,
            new FileDropSource(
                settings.Name,
                settings.Tenant,
                FileDropSettings.Read(settings.Reader),
                services.Time,
                services.Logs.CreateLogger<FileDropSource>()
            )
        );
}
