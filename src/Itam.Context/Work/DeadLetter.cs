using System.Text;

namespace Itam.Context.Work;

/// <summary>Work that ended without success and waits for a person.</summary>
/// <param name="Cause">Why; one line.</param>
/// <param name="Replayable">False once the payload is past its retention.</param>
public sealed record DeadLetter(
    long Id,
    TenantId Tenant,
    string Kind,
    string OrderingKey,
    string? Connection,
    int Attempts,
    string Cause,
    DateTimeOffset CreatedAt,
    DateTimeOffset DiedAt,
    bool Replayable
);

/// <param name="Payload">As text, with everything unprintable replaced; null when past its retention.</param>
public sealed record DeadLetterDetail(DeadLetter Letter, string? Meta, string? Payload);

/// <summary>Which dead letters or waiting work; everything null means all of it.</summary>
public sealed record DeadLetterFilter(TenantId? Tenant = null, string? Kind = null, string? Connection = null)
{
    public static readonly DeadLetterFilter All = new();
}

public enum WorkPhase
{
    /// <summary>A timer, or the pause before the next attempt.</summary>
    Waiting,
    Due,
    Running,
    Dead,
}

/// <param name="OldestAge">Since the oldest one was put on the queue.</param>
public sealed record WorkCount(string Kind, WorkPhase Phase, long Count, TimeSpan OldestAge);

public sealed record WorkSummary(IReadOnlyList<WorkCount> Counts)
{
    public long Total(WorkPhase phase) => Counts.Where(c => c.Phase == phase).Sum(c => c.Count);

    /// <summary>Zero when nothing is in this phase.</summary>
    public TimeSpan OldestAge(WorkPhase phase) => Counts.Where(c => c.Phase == phase).Select(c => c.OldestAge).DefaultIfEmpty().Max();
}

internal static class Printable
{
    private const int Longest = 64 * 1024;

    /// <summary>UTF-8 as text for a terminal: line breaks and tabs stay; controls, format characters and broken bytes become '·'.</summary>
    public static string From(ReadOnlySpan<byte> payload)
    {
        var cut = payload.Length > Longest;
        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(cut ? payload[..Longest] : payload).EnumerateRunes())
        {
            var keep =
                rune.Value is '\n' or '\t'
                || (
                    rune != Rune.ReplacementChar
                    && !Rune.IsControl(rune)
                    && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format
                );
            text.Append(keep ? rune.ToString() : "·");
        }

        return cut ? text.Append(" … (cut after 64 KiB)").ToString() : text.ToString();
    }
}
