namespace Itam.Sandbox.Faults;

/// <summary>Shows a desk's planned faults at the edge of its API.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, IEmulatedSystem system, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var fault = system.Faults.Take(context.Request);
        context.Items[typeof(FaultKind)] = fault;
        switch (fault)
        {
            case null:
                await next(context);
                break;
            case FaultKind.Slow:
                await Task.Delay(system.Faults.SlowFor, time, context.RequestAborted);
                await next(context);
                break;
            case FaultKind.LoginPage:
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync("<!doctype html><title>Log in</title><form>User <input> Password <input type=password></form>");
                break;
            case FaultKind.LostAnswer:
                var wire = context.Response.Body;
                context.Response.Body = Stream.Null;
                await next(context);
                context.Response.Body = wire;
                // Cut at the last moment, when the call is in the log.
                context.Response.OnStarting(() =>
                {
                    context.Abort();
                    return Task.CompletedTask;
                });
                break;
            case { } kind:
                var (status, retryAfter) = Status(kind);
                context.Response.StatusCode = status;
                if (retryAfter is not null)
                {
                    context.Response.Headers.RetryAfter = retryAfter;
                }

                if (system.ErrorBody(status) is { } body)
                {
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync(body);
                }

                break;
        }
    }

    private static (int Status, string? RetryAfter) Status(FaultKind kind) =>
        kind switch
        {
            FaultKind.Unauthorized => (401, null),
            FaultKind.Forbidden => (403, null),
            FaultKind.NotFound => (404, null),
            FaultKind.Conflict => (409, null),
            FaultKind.TooLarge => (413, null),
            FaultKind.TooManyRequests => (429, null),
            FaultKind.TooManyRequestsRetryAfter => (429, "1"),
            FaultKind.ServerError => (500, null),
            FaultKind.Unavailable => (503, "1"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a status fault."),
        };
}
