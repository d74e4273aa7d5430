using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using RestSharp;

namespace Itam.Context.Sources.Calls;

internal interface ILinkedPage
{
    /// <summary>The next page, as the system names it; null on the last one.</summary>
    string? Next { get; }
}

/// <summary>Walks lists by the links that a system gives, taken verbatim, and never carries our credentials to another host.</summary>
/// <param name="name">For messages: "Acme connection 'main'".</param>
/// <param name="remedy">What an administrator checks when a link leads elsewhere.</param>
/// <param name="read">One call.</param>
internal sealed class LinkedPages<TPage>(string name, Uri baseUrl, string remedy, Func<RestRequest, CancellationToken, Task<TPage>> read)
    where TPage : ILinkedPage
{
    private const int MostPages = 50_000;

    /// <exception cref="ConnectionException">The link leads elsewhere.</exception>
    public RestRequest Follow(string link) =>
        IsOurs(link)
            ? new RestRequest(link).AddHeader("Accept", "application/json")
            : throw new ConnectionException(ConnectionFailure.Reconnect, $"{name} sent us to another address for the next page. {remedy}");

    /// <param name="first">The beginning of the list.</param>
    /// <param name="link">Where to go on; null begins. One that the system no longer knows (410, or 400 and 404 for an old one) starts the list over.</param>
    /// <param name="startedOver">Called before the first page where that happened.</param>
    public async IAsyncEnumerable<TPage> WalkAsync(
        RestRequest first,
        string? link,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        Action? startedOver = null
    )
    {
        var followed = new HashSet<string>(StringComparer.Ordinal);
        var page = await BeginAsync(first, link, startedOver, cancellationToken);
        while (true)
        {
            yield return page;
            if (page.Next is not { } next)
            {
                yield break;
            }

            if (!followed.Add(next) || followed.Count > MostPages)
            {
                throw new ConnectionException(
                    ConnectionFailure.Retry,
                    $"{name} keeps sending us to the same pages, so that the list has no end. It is read again later."
                );
            }

            page = await read(Follow(next), cancellationToken);
        }
    }

    private async Task<TPage> BeginAsync(RestRequest first, string? link, Action? startedOver, CancellationToken cancellationToken)
    {
        if (link is null)
        {
            return await read(first, cancellationToken);
        }

        try
        {
            if (IsOurs(link))
            {
                return await read(Follow(link), cancellationToken);
            }
        }
        catch (ConnectionException old) when (old.Status is 400 or 404 or 410)
        {
            // The list is there; only our place in it is forgotten.
        }

        startedOver?.Invoke();
        return await read(first, cancellationToken);
    }

    private bool IsOurs(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var url)
        && url.GetLeftPart(UriPartial.Authority) == baseUrl.GetLeftPart(UriPartial.Authority)
        && url.UserInfo.Length == 0;
}
