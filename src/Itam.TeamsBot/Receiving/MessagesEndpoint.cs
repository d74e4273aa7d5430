using System.Buffers;
using Itam.Context.Connections;
using Itam.Context.Work;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json;

namespace Itam.TeamsBot.Receiving;

/// <summary>
/// <c>POST /api/messages</c>. Proof first, then the body is parsed and held against it. Messages and events are answered as soon as they are on disk, invokes
/// with their result; within three seconds either way, since the channel then shows an error and sends again.
/// </summary>
internal sealed class MessagesEndpoint(
    ChannelTokenValidator validator,
    InboxWriter inbox,
    InvokeRunner invokes,
    TimeProvider time,
    ILogger<MessagesEndpoint> log
)
{
    /// <summary>The channel's own cap is the same.</summary>
    public const int LargestBody = 256 * 1024;

    /// <summary>For everything before an invoke's own budget starts, and for storing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2500);

    public async Task PostAsync(HttpContext context)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            await AnswerAsync(context, await ReceiveAsync(context.Request, either.Token));
        }
        catch (Exception late) when (late is OperationCanceledException or QueueFullException or QueueUnavailableException or ConnectionException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.TurnedAway(log, StatusCodes.Status503ServiceUnavailable, late.Message);
                context.Response.Headers.RetryAfter = "5";
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            }
        }
        catch (BadHttpRequestException broken)
        {
            context.Response.StatusCode = broken.StatusCode;
        }
    }

    private async Task<InvokeResponse> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (!request.HasJsonContentType() || request.Headers.ContainsKey(HeaderNames.ContentEncoding))
        {
            return new InvokeResponse(StatusCodes.Status415UnsupportedMediaType);
        }

        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return new InvokeResponse(StatusCodes.Status413PayloadTooLarge);
        }

        var verdict = await validator.ProveAsync(request.Headers.Authorization, cancellationToken);
        if (verdict is not TokenVerdict.Proven proven)
        {
            var refused = (TokenVerdict.Refused)verdict;
            Authentication.Log.Refused(log, refused.Reason, refused.Kid, refused.Issuer, refused.Audience);
            return new InvokeResponse(StatusCodes.Status401Unauthorized);
        }

        if (ActivityJson.Read(body.Span) is not { } activity)
        {
            return new InvokeResponse(StatusCodes.Status400BadRequest);
        }

        if (ChannelTokenValidator.Match(proven.Token, activity, out var refusal) is not { } connection)
        {
            Authentication.Log.Refused(log, refusal, "-", "-", "-");
            return new InvokeResponse(StatusCodes.Status401Unauthorized);
        }

        if (activity.Type == ActivityTypes.Invoke)
        {
            return await invokes.RunAsync(connection, activity, body, time.GetElapsedTime(started));
        }

        await inbox.IngestAsync(ActivityWorkHandler.WorkOf(connection, activity, body), cancellationToken);
        return new InvokeResponse(StatusCodes.Status202Accepted);
    }

    /// <summary>Null: more came than is allowed, whatever Content-Length said.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>(8 * 1024);
        while (await request.Body.ReadAsync(body.GetMemory(4096), cancellationToken) is > 0 and var read)
        {
            body.Advance(read);
            if (body.WrittenCount > LargestBody)
            {
                return null;
            }
        }

        return body.WrittenMemory;
    }

    private static async Task AnswerAsync(HttpContext context, InvokeResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.Body is { } body)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(body.ToString(Formatting.None), context.RequestAborted);
        }
    }
}
