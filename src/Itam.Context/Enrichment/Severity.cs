namespace Itam.Context.Enrichment;

/// <summary>Ordered from best to worst. Unknown is a state of its own and is never shown as OK.</summary>
public enum Severity
{
    Ok,
    Unknown,
    Watch,
    Act,
}

/// <summary>The words and symbols of a severity, the same on every surface. Colour is never the only sign.</summary>
public static class SeverityWords
{
    public static string Word(this Severity severity) =>
        severity switch
        {
            Severity.Act => "Act",
            Severity.Watch => "Watch",
            Severity.Ok => "OK",
            _ => "Unknown",
        };

    public static string Symbol(this Severity severity) =>
        severity switch
        {
            Severity.Act => "✕",
            Severity.Watch => "!",
            Severity.Ok => "✓",
            _ => "?",
        };
}
