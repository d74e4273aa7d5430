using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Itam.Testing.Logs;

public sealed record LogEntry(LogLevel Level, int Id, string Text, Exception? Exception);

/// <summary>Keeps what was logged and lets a test wait for the next entry instead of for time.</summary>
public sealed class RecordingLog<T> : ILogger<T>
{
    private readonly List<LogEntry> _entries = [];
    private readonly Channel<LogEntry> _next = Channel.CreateUnbounded<LogEntry>();

    public IReadOnlyList<LogEntry> Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The next entry with this event id that no earlier call returned; others are passed over. Fails after 30 s.</summary>
    public async Task<LogEntry> NextAsync(int id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _next.Reader.ReadAsync(patience.Token) is var entry)
        {
            if (entry.Id == id)
            {
                return entry;
            }
        }

        throw new InvalidOperationException("The log ended.");
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var entry = new LogEntry(logLevel, eventId.Id, formatter(state, exception), exception);
        lock (_entries)
        {
            _entries.Add(entry);
        }

        _next.Writer.TryWrite(entry);
    }
}
