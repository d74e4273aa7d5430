using Itam.Context.Work;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Itam.Webhooks.Receiving;

/// <summary>
/// Takes webhooks in: connection, media type, size, proof over the raw bytes, then the durable queue. The 2xx is sent only after the delivery is on disk.
/// Nothing is parsed here.
/// </summary>
internal sealed class WebhookEndpoint(ConnectionRegistry connections, InboxWriter inbox, TimeProvider time, ILogger<WebhookEndpoint> log)
{
    public const int LargestBody = 1 << 20;

    private static readonly UnknownConnection Unknown = new();

    public async Task PostAsync(HttpContext context, string connection)
    {
        try
        {
            var receipt = await ReceiveAsync(context.Request, connection, context.RequestAborted);
            await AnswerAsync(context, receipt);
        }
        catch (BadHttpRequestException broken)
        {
            // The server found the request itself broken or too slow and knows the status: 400, 408 or 413.
            Log.Broken(log, NameForLog(connection), broken.StatusCode);
            context.Response.StatusCode = broken.StatusCode;
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            Log.SenderLeft(log, NameForLog(connection));
        }
    }

    public static Task HelpAsync(HttpContext context)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        return AnswerAsync(context, Receipt.NotPosted);
    }

    private async Task<Receipt> ReceiveAsync(HttpRequest request, string name, CancellationToken cancellationToken)
    {
        var connection = connections.Find(name);
        var receiver = connection?.Receiver ?? Unknown;
        if (!receiver.AcceptsMediaType(request.ContentType))
        {
            return Receipt.WrongMediaType;
        }

        if (request.Headers.ContainsKey(HeaderNames.ContentEncoding))
        {
            return Receipt.Compressed;
        }

        if (request.ContentLength > LargestBody)
        {
            return Receipt.TooLarge;
        }

        using var body = await BoundedBody.ReadAsync(request.Body, LargestBody, cancellationToken);
        if (body is null)
        {
            return Receipt.TooLarge;
        }

        var verdict = receiver.Verify(new WebhookDelivery(request.Headers, body.Bytes, time.GetUtcNow()));
        if (connection is null)
        {
            Log.Unknown(log, NameForLog(name));
            return Receipt.UnknownConnection;
        }

        if (verdict is not WebhookVerdict.Accepted accepted)
        {
            Log.NotProven(log, name, ((WebhookVerdict.Refused)verdict).Reason);
            return Receipt.NotProven;
        }

        return await IngestAsync(ReceiveWebhookHandler.WorkOf(connection, request.ContentType, body.Bytes, accepted.DeliveryId), cancellationToken);
    }

    private async Task<Receipt> IngestAsync(NewWork work, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.IngestAsync(work, cancellationToken) is Ingested.Stored ? Receipt.Accepted : Receipt.Duplicate;
        }
        catch (QueueFullException)
        {
            Log.TurnedAway(log, work.Connection ?? "-", Receipt.QueueFull);
            return Receipt.QueueFull;
        }
        catch (QueueUnavailableException)
        {
            Log.TurnedAway(log, work.Connection ?? "-", Receipt.QueueUnavailable);
            return Receipt.QueueUnavailable;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Receipt receipt)
    {
        var answer = RefusalStatus.Of(receipt);
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        response.ContentLength = answer.Body.Length;
        if (answer.IsPassing)
        {
            response.Headers.RetryAfter = RefusalStatus.RetryAfterSeconds;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    /// <summary>Anyone can put anything into the address; a log line stays one line.</summary>
    private static string NameForLog(string name) =>
        string.Concat(name.Take(64).Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '?'));
}
