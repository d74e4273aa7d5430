using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Sources;
using Itam.Context.Sources.Records;

namespace Itam.Context.Tests.Sources.Syncing;

/// <summary>A source that says what it is told to say, page by page.</summary>
internal sealed class FakeSource(string connection, SourceRole role = SourceRole.DeviceManagement, string? product = null) : ISource
{
    public string Connection { get; } = connection;
    public TenantId Tenant { get; init; } = TenantId.Parse("acme");
    public string Product { get; } = product ?? connection;
    public SourceRole Role { get; } = role;

    /// <summary>What there is; every read yields it in pages of <see cref="PageSize"/>.</summary>
    public List<SourceRecord> Records { get; set; } = [];
    public int PageSize { get; set; } = 100;

    /// <summary>Breaks the read off after so many pages.</summary>
    public int? BreakAfter { get; set; }
    public bool Complete { get; set; } = true;

    /// <summary>Listed by the source, but not to be read.</summary>
    public List<string> Unreadable { get; set; } = [];
    public ImmutableArray<RecordKind>? CompleteFor { get; set; }
    public string? HighWater { get; set; }

    /// <summary>Every read that was asked for.</summary>
    public List<SourceRead> Reads { get; } = [];

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        Reads.Add(read);
        var start = read.ResumeFrom is { } at ? int.Parse(at) : 0;
        var pages = Records.Chunk(PageSize).DefaultIfEmpty([]).ToArray();
        for (var page = start; page < pages.Length; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (page - start == BreakAfter)
            {
                throw new ConnectionException(ConnectionFailure.Retry, $"{Connection} broke off.");
            }

            var last = page == pages.Length - 1;
            yield return new SourcePage(
                [.. pages[page]],
                (page + 1).ToString(),
                Records.Count,
                last ? [.. Unreadable.Select(id => new SourceReject(id, "The entry is broken."))] : default
            )
            {
                Complete = last && Complete,
                CompleteFor = CompleteFor,
                HighWater = last ? HighWater : null,
            };
        }
    }

    public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ConnectionCheck>>([new ConnectionCheck(true, "It answers")]);
}
