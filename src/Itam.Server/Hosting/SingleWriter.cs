using Itam.Context.Connections;
using Microsoft.Data.Sqlite;

namespace Itam.Server.Hosting;

/// <summary>One SQLite file is served by one process. The lock is the operating system's, so a crash releases it.</summary>
internal static class SingleWriter
{
    /// <returns>Null for PostgreSQL; otherwise keep it until the end.</returns>
    /// <exception cref="SettingsException">Another process serves this file.</exception>
    public static FileStream? Claim(string database)
    {
        if (database.StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(database).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new SettingsException([
                new SettingProblem(
                    "Database",
                    $"is served by another process already ({file})",
                    "stop that process, or use PostgreSQL for several: \"Host=db;Database=itam;Username=itam\""
                ),
            ]);
        }
    }
}
