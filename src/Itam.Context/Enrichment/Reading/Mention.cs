using Itam.Context.Desks;

namespace Itam.Context.Enrichment.Reading;

/// <summary>A place in the text that may name a device.</summary>
/// <param name="First">Index of its first token.</param>
/// <param name="Last">Index of its last token; an identifier copied in groups spans two.</param>
/// <param name="InSummary">It stands in the ticket's title.</param>
/// <param name="RuledOut">The writer says that this one is not meant.</param>
internal sealed record Mention(DeviceName Name, int First, int Last, bool InSummary, bool RuledOut, Spelling Spelling = Spelling.Exact)
{
    public bool Overlaps(Mention other) => First <= other.Last && other.First <= Last;
}

internal enum Spelling
{
    Exact,

    /// <summary>With other marks between letters and digits: "LT0042" for LT-0042.</summary>
    OtherMarks,

    /// <summary>With a letter for the digit that looks like it: "PF3O" for PF30.</summary>
    LookAlike,
}
