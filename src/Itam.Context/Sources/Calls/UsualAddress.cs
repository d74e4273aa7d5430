using Itam.Context.Connections;

namespace Itam.Context.Sources.Calls;

internal static class UsualAddress
{
    /// <summary>An address that needs to be set only where the vendor has moved or a proxy stands in between.</summary>
    public static Uri UrlOr(this SettingsReader reader, string name, string usual) => reader.Has(name) ? reader.Url(name, usual) : new Uri(usual);
}
