using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context.Connections;
using Itam.Context.Register.Import;
using Itam.Context.Register.Import.Rows;
using Itam.Context.Sources.Records;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources.FileDrop;

/// <summary>A folder in which another system leaves CSV files. All files together are what the source says; of two rows about one thing the later file's comes last.</summary>
internal sealed partial class FileDropSource(
    string connection,
    TenantId tenant,
    FileDropSettings settings,
    TimeProvider time,
    ILogger<FileDropSource> log
) : ISource
{
    private const int PageSize = 500;

    /// <summary>A list that was here before and is gone is being replaced or was forgotten; it is not an empty one, so nothing in it is missing.</summary>
    private static readonly ILookup<RecordKind, ImportKind> Lists = Enum.GetValues<ImportKind>()
        .ToLookup(kind =>
            kind switch
            {
                ImportKind.People => RecordKind.Person,
                ImportKind.Devices => RecordKind.Device,
                _ => RecordKind.License,
            }
        );
    private readonly string _name = $"File drop connection '{connection}'";

    public string Connection { get; } = connection;

    public TenantId Tenant { get; } = tenant;

    public string Product => "CSV folder";

    public SourceRole Role => SourceRole.AssetRegister;

    private DropFolder Folder => new(settings.Folder, _name, time);

    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = DropMark.Parse(read.HighWater).At;
        var all = Folder.Look();
        var wanted = all.Any(f => f.WrittenAt > since) ? all : [];
        var (still, moving) = await Folder.WaitAsync(wanted, cancellationToken);
        var left = moving.Select(f => f.WrittenAt).ToList();
        var whole = since == DateTimeOffset.MinValue && moving.Count == 0;
        var opened = new List<OpenedFile>();
        foreach (var file in still)
        {
            var (ready, refused) = await OpenAsync(file, cancellationToken);
            if (ready is not null)
            {
                opened.Add(ready);
            }
            else
            {
                whole = false;
                yield return new SourcePage([], Rejected: [new SourceReject(file.Name, refused!)]);
            }
        }

        var held = DropMark.Parse(read.LastHighWater).Kinds.Union(opened.Select(o => o.Kind));
        var filled = new HashSet<DropFile>();
        await foreach (var page in ReadAsync(opened, since, filled, cancellationToken))
        {
            whole &= page.Rejected.IsDefaultOrEmpty;
            yield return page;
        }

        // A file that was replaced under our hands was read half old, half new; it is read again.
        left.AddRange(opened.Where(o => !o.File.IsUntouched()).Select(o => o.File.WrittenAt));
        if (left.Count > 0)
        {
            LogMoving(left.Count, _name);
        }

        yield return new SourcePage([])
        {
            HighWater = new DropMark(HighWater(still.Select(f => f.WrittenAt), left, since), held).Print(),
            // A file with nothing but headers is an export that failed.
            Complete = whole && left.Count == 0 && opened.Count > 0 && opened.TrueForAll(o => filled.Contains(o.File)),
            CompleteFor = [.. Lists.Where(l => l.All(kind => !held.Contains(kind) || opened.Exists(o => o.Kind == kind))).Select(l => l.Key)],
        };
    }

    public async Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DropFile> files;
        try
        {
            files = Folder.Look();
        }
        catch (ConnectionException problem)
        {
            return [new ConnectionCheck(false, $"{_name} reads its folder", problem.Message)];
        }

        var checks = new List<ConnectionCheck>
        {
            new(true, $"{_name} reads its folder"),
            files.Count > 0
                ? new ConnectionCheck(true, string.Create(CultureInfo.InvariantCulture, $"{_name} finds CSV files ({files.Count})"))
                : new ConnectionCheck(
                    false,
                    $"{_name} finds CSV files",
                    $"{settings.Folder} has no *.csv. Let the other system write its export there."
                ),
        };
        foreach (var file in files)
        {
            var (opened, refused) = await OpenAsync(file, cancellationToken);
            checks.Add(
                opened is null
                    ? new ConnectionCheck(false, $"{file.Name} is understood", refused)
                    : new ConnectionCheck(true, $"{file.Name} holds {opened.Kind.ToString().ToLowerInvariant()}")
            );
        }

        return checks;
    }

    private async IAsyncEnumerable<SourcePage> ReadAsync(
        IReadOnlyList<OpenedFile> files,
        DateTimeOffset since,
        HashSet<DropFile> filled,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var kind in (ImportKind[])[ImportKind.People, ImportKind.Devices])
        {
            foreach (var file in files.Where(f => f.Kind == kind && f.File.WrittenAt > since))
            {
                var asOf = file.File.WrittenAt;
                await foreach (
                    var page in PagesAsync(
                        file,
                        row => kind is ImportKind.People ? DropMapper.Person(row, asOf) : DropMapper.Device(row, file.Headers, asOf),
                        filled,
                        cancellationToken
                    )
                )
                {
                    yield return page;
                }
            }
        }

        // A new seat list changes what an old license list says.
        var licenseFiles = files.Where(f => f.Kind is ImportKind.Licenses or ImportKind.Seats).OrderBy(f => f.Kind).ToArray();
        if (!licenseFiles.Any(f => f.File.WrittenAt > since))
        {
            yield break;
        }

        var licenses = new DropLicenses { AnySeatFile = licenseFiles.Any(f => f.Kind is ImportKind.Seats) };
        foreach (var file in licenseFiles)
        {
            await foreach (var page in PagesAsync(file, row => Gather(licenses, file, row), filled, cancellationToken))
            {
                yield return page;
            }
        }

        foreach (var chunk in licenses.All().Chunk(PageSize))
        {
            yield return new SourcePage([.. chunk]);
        }
    }

    private static SourceRecord? Gather(DropLicenses licenses, OpenedFile file, ImportRow row)
    {
        if (file.Kind is ImportKind.Licenses)
        {
            licenses.AddLicense(row, file.File.WrittenAt);
        }
        else
        {
            licenses.AddSeat(row);
        }

        return null;
    }

    private async IAsyncEnumerable<SourcePage> PagesAsync(
        OpenedFile file,
        Func<ImportRow, SourceRecord?> map,
        HashSet<DropFile> filled,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var records = ImmutableArray.CreateBuilder<SourceRecord>();
        var rejected = ImmutableArray.CreateBuilder<SourceReject>();
        var keys = new KeyLedger();
        await foreach (var row in new DropReader(_name, settings.DateOrder).RowsAsync(file, cancellationToken))
        {
            filled.Add(file.File);
            var record = row.Faults.Count == 0 ? map(row) : null;
            if (
                row.Faults.Count == 0
                && record is not null
                && !keys.Claim(row, record.SourceId, record is PersonRecord ? "This person" : "This device")
            )
            {
                record = null;
            }

            if (row.Faults.Count > 0)
            {
                rejected.AddRange(row.Faults.Select(f => Reject(file.File, row.Line, f)));
            }
            else if (record is not null)
            {
                records.Add(record);
            }

            if (records.Count + rejected.Count >= PageSize)
            {
                yield return new SourcePage(records.DrainToImmutable(), Rejected: rejected.DrainToImmutable());
            }
        }

        if (records.Count + rejected.Count > 0)
        {
            yield return new SourcePage(records.DrainToImmutable(), Rejected: rejected.DrainToImmutable());
        }
    }

    private static SourceReject Reject(DropFile file, int line, RowFault fault)
    {
        var value = fault.Value is { Length: > 80 } text ? text[..80] : fault.Value;
        return new SourceReject(
            string.Create(CultureInfo.InvariantCulture, $"{file.Name} line {line}"),
            new ImportNote(file.Name, line, fault.Column, value, fault.Reason).ToString()
        );
    }

    private static async Task<(OpenedFile? Opened, string? Refused)> OpenAsync(DropFile file, CancellationToken cancellationToken)
    {
        try
        {
            return (await DropReader.OpenAsync(file, cancellationToken), null);
        }
        catch (ImportRefusedException refused)
        {
            return (null, refused.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file.Name} cannot be opened ({problem.Message}). Let the service's account read it.");
        }
    }

    /// <summary>The newest file, but nothing at or after a file that must be looked at again.</summary>
    private static DateTimeOffset HighWater(IEnumerable<DateTimeOffset> taken, IReadOnlyList<DateTimeOffset> left, DateTimeOffset since)
    {
        var newest = taken.Append(since).Max();
        var oldestLeft = left.Count > 0 ? left.Min() : DateTimeOffset.MaxValue;
        return oldestLeft <= newest ? oldestLeft.AddTicks(-1) : newest;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}: {Files} files are still being written and are left for the next read.")]
    private partial void LogMoving(int files, string name);
}
