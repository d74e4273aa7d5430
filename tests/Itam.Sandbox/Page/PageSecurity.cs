namespace Itam.Sandbox.Page;

/// <summary>Keeps other web pages out of the Sandbox, and everything but our own files out of the page.</summary>
internal static class PageSecurity
{
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Use(WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                // A name that somebody else points at 127.0.0.1 would otherwise let their page read ours.
                if (context.Request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
                {
                    context.Response.StatusCode = 421;
                    return;
                }

                if (!HttpMethods.IsGet(context.Request.Method) && ComesFromElsewhere(context.Request))
                {
                    context.Response.StatusCode = 403;
                    return;
                }

                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = ContentPolicy;
                headers.XContentTypeOptions = "nosniff";
                // Not no-referrer: with that, browsers hide the origin of our own forms too.
                headers["Referrer-Policy"] = "same-origin";
                headers.CacheControl = "no-store";
                await next(context);
            }
        );

    private static bool ComesFromElsewhere(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}"
        || request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"];
}
