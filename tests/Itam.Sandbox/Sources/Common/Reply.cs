using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Sources.Common;

internal static class Reply
{
    public static async Task JsonAsync(HttpContext context, JToken body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToString(Formatting.None));
    }
}
