using Itam.Context.Connections;
using Itam.Context.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Itam.Server.Hosting;

/// <summary>What an administrator can mend about the database, in a sentence. Everything else is a defect and keeps its stack trace.</summary>
internal static class DatabaseProblems
{
    private const string PostgresExample = "\"Host=db;Database=itam;Username=itam;Password=…\"";

    /// <summary>Opens what the setting names; nothing is asked of it yet.</summary>
    /// <exception cref="SettingsException">The folder of the SQLite file cannot be made.</exception>
    public static Database Open(string setting)
    {
        try
        {
            return Database.From(setting);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([new SettingProblem("Database", $"names a folder that cannot be made ({refused.Message})", SqliteExample)]);
        }
    }

    /// <summary>Null: the failure has another cause.</summary>
    public static SettingProblem? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException refused when Explain(refused) is { } problem:
                    return problem;
                // Its own text names host and port; below it stands what the network said.
                case NpgsqlException unreachable and not PostgresException:
                    return Postgres($"does not answer: {Sentence(unreachable.Message)} ({Sentence(unreachable.GetBaseException().Message)})");
                case SqliteException refused when Explain(refused) is { } problem:
                    return new SettingProblem("Database", problem, SqliteExample);
                case DatabaseBusyException busy:
                    return new SettingProblem("Database", $"is busy: {busy.Message}", DatabaseSetting.Example);
            }
        }

        return null;
    }

    private const string SqliteExample = "\"Data Source=data/itam.db\", in a folder that this user may write";

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static SettingProblem? Explain(PostgresException refused) =>
        refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Postgres(
                $"is refused by PostgreSQL: {refused.MessageText}; check Username and Password"
            ),
            PostgresErrorCodes.InvalidCatalogName => Postgres($"is not there: {refused.MessageText}; create it, or correct the name"),
            PostgresErrorCodes.InsufficientPrivilege => Postgres(
                $"lacks rights: {refused.MessageText}; make this user the owner of a database: CREATE DATABASE itam OWNER itam"
            ),
            // Class 08 connection, 53 resources, 57P shutdown or start.
            ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] => Postgres($"does not answer: {refused.MessageText}"),
            _ => null,
        };

    // https://www.sqlite.org/rescode.html
    private static string? Explain(SqliteException refused) =>
        refused.SqliteErrorCode switch
        {
            5 or 6 => "is locked by another program that does not let go; close it",
            8 => "may not be written; give this user the right to write the file and its folder",
            10 or 13 => "cannot be read or written: the disk is full or fails",
            11 or 26 => "is no SQLite database, or a broken one; restore a backup or name another file",
            14 or 23 => "cannot be opened; give this user the right to write the file and its folder",
            _ => null,
        };

    private static SettingProblem Postgres(string problem) => new("Database", problem, PostgresExample);

    private static string Sentence(string text) => text.ReplaceLineEndings(" ").TrimEnd('.');
}
