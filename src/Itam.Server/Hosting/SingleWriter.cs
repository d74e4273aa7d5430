using Itam.Context.Connections;
using Itam.Context.Storage;

namespace Itam.Server.Hosting;

/// <summary>One SQLite file is served by one process.</summary>
internal static class SingleWriter
{
    /// <returns>Null for PostgreSQL; otherwise keep it until the end.</returns>
    /// <exception cref="SettingsException">Another process serves this file.</exception>
    public static FileStream? Claim(string database)
    {
        if (DatabaseSetting.Parse(database).SqliteFile is not { } file)
        {
            return null;
        }

        return FileClaim.TryTake(file + ".lock", FileOptions.DeleteOnClose)
            ?? throw new SettingsException([
                new SettingProblem(
                    "Database",
                    $"is served by another process already ({file})",
                    "stop that process, or use PostgreSQL for several: \"Host=db;Database=itam;Username=itam\""
                ),
            ]);
    }
}
