using Itam.Sandbox.Faults;

namespace Itam.Sandbox.Calls;

internal sealed class CallLogMiddleware(RequestDelegate next, string desk, CallLog calls, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var at = time.GetUtcNow();
        var noted = false;
        void Note()
        {
            if (!noted)
            {
                noted = true;
                var fault = context.Items[typeof(FaultKind)] as FaultKind?;
                var status =
                    context.RequestAborted.IsCancellationRequested || fault == FaultKind.LostAnswer ? (int?)null : context.Response.StatusCode;
                calls.Add(new DeskCall(desk, at, context.Request.Method, context.Request.Path.Value ?? "/", status, fault));
            }
        }

        // Before the first byte leaves: whoever has the answer finds its call in the log.
        context.Response.OnStarting(() =>
        {
            Note();
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            Note();
        }
    }
}
