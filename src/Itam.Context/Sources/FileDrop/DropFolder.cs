using Itam.Context.Connections;

namespace Itam.Context.Sources.FileDrop;

/// <summary>A file as it lay there when we looked.</summary>
internal sealed record DropFile(string Path, long Length, DateTimeOffset WrittenAt)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>True while nobody has written to it since.</summary>
    public bool IsUntouched()
    {
        var info = new FileInfo(Path);
        return info.Exists && info.Length == Length && info.LastWriteTimeUtc == WrittenAt.UtcDateTime;
    }
}

/// <summary>The CSV files of one folder. A file that is still being written must not be read: half a list looks like a whole one.</summary>
internal sealed class DropFolder(string folder, string name, TimeProvider time)
{
    /// <summary>How long size and time must have stood still.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>Oldest first, so that what was written last is said last.</summary>
    /// <exception cref="ConnectionException">The folder cannot be read.</exception>
    public IReadOnlyList<DropFile> Look()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder)
                    .EnumerateFiles("*.csv", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, IgnoreInaccessible = false })
                    // The reject files of an import lie beside their originals.
                    .Where(f => !f.Name.EndsWith(".rejects.csv", StringComparison.OrdinalIgnoreCase))
                    .Select(f => new DropFile(f.FullName, f.Length, new DateTimeOffset(f.LastWriteTimeUtc, TimeSpan.Zero)))
                    .OrderBy(f => f.WrittenAt)
                    .ThenBy(f => f.Path, StringComparer.Ordinal),
            ];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ConnectionException(
                ConnectionFailure.Reconnect,
                $"{name} cannot read the folder {folder} ({problem.Message}). Create it, or let the service's account read it.",
                inner: problem
            );
        }
    }

    /// <returns>What stood still, and what did not and is left for the next read.</returns>
    public async Task<(IReadOnlyList<DropFile> Still, IReadOnlyList<DropFile> Moving)> WaitAsync(
        IReadOnlyList<DropFile> files,
        CancellationToken cancellationToken
    )
    {
        if (files.Count == 0)
        {
            return ([], []);
        }

        await Task.Delay(Quiet, time, cancellationToken);
        return ([.. files.Where(f => f.IsUntouched())], [.. files.Where(f => !f.IsUntouched())]);
    }
}
