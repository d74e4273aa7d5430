namespace Itam.Context.Storage;

/// <summary>A file that one process at a time may hold. The lock is the operating system's, so a process that dies leaves none behind.</summary>
public static class FileClaim
{
    // ERROR_SHARING_VIOLATION on Windows; EWOULDBLOCK of flock on Linux and on macOS.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    /// <returns>Null while another one holds it; otherwise keep it until the end.</returns>
    /// <exception cref="IOException">The file cannot be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made there.</exception>
    public static FileStream? TryTake(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, options);
        }
        catch (IOException held) when (held.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }
}
