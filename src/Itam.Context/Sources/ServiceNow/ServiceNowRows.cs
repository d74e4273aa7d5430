using System.Collections.Immutable;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>One page of a list.</summary>
/// <param name="Records">Those that match the query (checked again here).</param>
/// <param name="Returned">How many came, matching or not.</param>
/// <param name="Total">How many the query finds before access rules hide any (X-Total-Count); null where the instance does not count.</param>
/// <param name="Offset">Rows before this page, all of them hidden.</param>
public sealed record ServiceNowRows(ImmutableArray<ServiceNowRecord> Records, int Returned, int? Total, int Limit, int Offset)
{
    /// <summary>Access rules hide records from our account.</summary>
    public bool Hidden => Offset > 0 || Total is { } total && Returned < Math.Min(total, Limit);

    /// <summary>Nothing follows. A short page proves nothing, since rows are hidden after the limit was applied.</summary>
    public bool Last => Total is { } total ? total <= Offset + Limit : Returned == 0;
}
