using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Itam.Context.Sources.Hp;

/// <summary>HP sends results of jobs as gzip (RFC 1952) even where nobody asked and no header says so; the first two bytes do.</summary>
internal sealed class GunzipHandler(HttpMessageHandler network) : DelegatingHandler(network)
{
    /// <summary>A thousand devices take about 2 MB; far more is no answer but an attack or a mistake.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The ordinary network, which takes care of gzip that is announced.</summary>
    public static HttpMessageHandler Network() =>
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return response;
        }

        using var zipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await zipped.ReadAsync(buffer, cancellationToken)) > 0; )
        {
            if (plain.Length + read > MaxBytes)
            {
                throw new HttpRequestException($"The unpacked answer is larger than {MaxBytes / 1024 / 1024} MB.");
            }

            plain.Write(buffer, 0, read);
        }

        response.Content = new ByteArrayContent(plain.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return response;
    }
}
