using System.Security.Cryptography;
using System.Text;

namespace Itam.Sandbox.Page;

/// <param name="Id">"jira/tickets".</param>
/// <param name="Stamp">Changes when the HTML changes.</param>
internal sealed record Region(string Id, string Stamp, Html Html)
{
    public static Region Of(string id, Html html) =>
        new(id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html.ToString())).AsSpan(0, 6)), html);
}
