using System.Collections.Immutable;
using Itam.Context.Enrichment;

namespace Itam.Webhooks.Jira;

/// <summary>The report's rows, gathered the way Jira's notes show them: a head, one table row per subject with its lines, a foot.</summary>
internal sealed record NoteBlocks(ImmutableArray<ReportRow> Head, ImmutableArray<NoteBlock> Table, ReportRow Foot)
{
    public static NoteBlocks Of(ContextReport report)
    {
        var head = ImmutableArray.CreateBuilder<ReportRow>();
        var table = new List<NoteBlock>();
        ReportRow? foot = null;
        foreach (var row in ReportLayout.Rows(report))
        {
            switch (row.Kind)
            {
                case RowKind.Title or RowKind.Who:
                    head.Add(row);
                    break;
                case RowKind.Footer:
                    foot = row;
                    break;
                // A row without a label of its own goes on with the subject above it: the second action, "+2 more".
                case var kind when row.Label is null && row.Severity is null && table.Count > 0 && table[^1].Kind == kind:
                    table[^1] = table[^1] with { Lines = table[^1].Lines.Add(row) };
                    break;
                default:
                    table.Add(new NoteBlock(row.Kind, row.Label, row.Severity, [row]));
                    break;
            }
        }

        return new(head.ToImmutable(), [.. table], foot ?? throw new InvalidOperationException("A report always ends with its reference."));
    }

    /// <summary>The same without the least important subject, which is the last; null where nothing is left to drop.</summary>
    public NoteBlocks? Shorter() => Table.IsEmpty ? null : this with { Table = Table.RemoveAt(Table.Length - 1) };
}

internal sealed record NoteBlock(RowKind Kind, string? Label, Severity? Severity, ImmutableArray<ReportRow> Lines);
