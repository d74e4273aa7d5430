using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Itam.Context.Storage;

/// <summary>The setting "Database", parsed. Its first word decides the engine: "Data Source=…" is SQLite, "Host=…" is PostgreSQL.</summary>
/// <param name="SqliteFile">Full path; null for PostgreSQL.</param>
public sealed record DatabaseSetting(string ConnectionString, string? SqliteFile)
{
    public const string Example = "\"Data Source=data/itam.db\" or \"Host=db;Database=itam;Username=itam;Password=…\"";

    /// <exception cref="FormatException">What is wrong, as the rest of a sentence that begins with the setting's name. No value is repeated: one is a password.</exception>
    public static DatabaseSetting Parse(string text)
    {
        if (text.StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            var postgres = Fill(new NpgsqlConnectionStringBuilder(), text, "PostgreSQL");
            return string.IsNullOrWhiteSpace(postgres.Host) ? throw new FormatException("names no host") : new DatabaseSetting(text, null);
        }

        if (!text.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("starts with neither 'Data Source=' (SQLite) nor 'Host=' (PostgreSQL)");
        }

        var sqlite = Fill(new SqliteConnectionStringBuilder(), text, "SQLite");
        if (string.IsNullOrWhiteSpace(sqlite.DataSource))
        {
            throw new FormatException("names no file");
        }

        sqlite.ForeignKeys = true;
        sqlite.DefaultTimeout = 30;
        return new DatabaseSetting(sqlite.ConnectionString, Path.GetFullPath(sqlite.DataSource));
    }

    private static T Fill<T>(T builder, string text, string engine)
        where T : DbConnectionStringBuilder
    {
        foreach (var (word, value) in Words(text))
        {
            if (!builder.ContainsKey(word))
            {
                // A password with ';' in it falls apart into words; only what looks like a keyword is repeated.
                var named = word.All(c => char.IsAsciiLetter(c) || c == ' ') ? $"'{word}', a word" : "a word";
                throw new FormatException($"has {named} that {engine} does not know (a value with ';' in it needs quotes)");
            }

            try
            {
                builder[word] = value;
            }
            catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
            {
                throw new FormatException($"has a value for '{word}' that {engine} cannot read");
            }
        }

        return builder;
    }

    private static IEnumerable<(string Word, string Value)> Words(string text)
    {
        try
        {
            var any = new DbConnectionStringBuilder { ConnectionString = text };
            return any.Keys.Cast<string>().Select(word => (word, any[word].ToString() ?? ""));
        }
        catch (ArgumentException)
        {
            throw new FormatException("is not a list of word=value with a ';' between them");
        }
    }
}
