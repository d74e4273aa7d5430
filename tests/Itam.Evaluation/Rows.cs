namespace Itam.Evaluation;

/// <summary>One line of register.jsonl that is a person.</summary>
internal sealed record PersonRow(string Id, string Name, string Email, string Language)
{
    public string Kind { get; } = "person";
}

/// <summary>One line of register.jsonl that is a device. Values are what a source would deliver, not normalised.</summary>
internal sealed record DeviceRow(string Id, string Type, string Manufacturer, string Model, string Serial, string Tag, string Hostname)
{
    public string Kind { get; } = "device";
    public string? AssignedTo { get; init; }
    public string State { get; init; } = "InUse";
    public bool Shared { get; init; }
    public bool Loaner { get; init; }
    public string? Location { get; init; }
    public double? SeenHoursAgo { get; init; }
}

/// <summary>One line of tickets.jsonl.</summary>
/// <param name="Expected">The device that is meant; null where none is.</param>
/// <param name="AnyOf">Where nobody could tell: the devices it may be. Such tickets are scored apart.</param>
internal sealed record TicketRow(
    string Id,
    string Set,
    string Case,
    string Language,
    string Requester,
    string Summary,
    string Description,
    string? Linked,
    string? Expected,
    IReadOnlyList<string>? AnyOf
);
