using System.Text.Json;

namespace Itam.Server.Evaluation;

/// <summary>A ticket whose truth is known. Field names are those of tickets.jsonl.</summary>
/// <param name="Expected">Id of the device that is meant; null where none is.</param>
/// <param name="AnyOf">Where nobody could tell: the devices it may be.</param>
/// <param name="Linked">Serial of the device linked on the ticket.</param>
internal sealed record LabelledTicket(
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

/// <summary>A line of register.jsonl: a person, a device, or the moment at which the register was true.</summary>
internal sealed record RegisterLine(string Kind)
{
    public string Id { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public string Type { get; init; } = "";
    public string? Manufacturer { get; init; }
    public string? Model { get; init; }
    public string? Serial { get; init; }
    public string? Tag { get; init; }
    public string? Hostname { get; init; }
    public string? AssignedTo { get; init; }
    public string State { get; init; } = "";
    public bool Shared { get; init; }
    public bool Loaner { get; init; }
    public string? Location { get; init; }
    public double? SeenHoursAgo { get; init; }
}

/// <summary>The labelled set as it lies in a folder.</summary>
internal sealed record LabelledSet(IReadOnlyList<RegisterLine> Register, IReadOnlyList<LabelledTicket> Tickets)
{
    public const string Development = "dev";
    public const string HeldOut = "held-out";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>The set that ships beside the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "evaluation");

    /// <param name="set">"dev", "held-out" or "all".</param>
    /// <exception cref="FormatException">A file is missing or a line of it cannot be read.</exception>
    public static LabelledSet Read(string folder, string set)
    {
        var tickets = Lines<LabelledTicket>(Path.Combine(folder, "tickets.jsonl")).Where(t => set == "all" || t.Set == set).ToList();
        return tickets.Count > 0
            ? new LabelledSet(Lines<RegisterLine>(Path.Combine(folder, "register.jsonl")), tickets)
            : throw new FormatException($"No ticket in {folder} belongs to the set '{set}'. Use dev, held-out or all.");
    }

    private static List<T> Lines<T>(string path)
    {
        if (!File.Exists(path))
        {
            throw new FormatException($"There is no file {path}. Name the folder that holds register.jsonl and tickets.jsonl with --data.");
        }

        var lines = new List<T>();
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize<T>(line, Format) ?? throw new JsonException("The line is null."));
            }
            catch (JsonException wrong)
            {
                throw new FormatException($"{path} line {index + 1} is not a labelled line: {wrong.Message}", wrong);
            }
        }

        return lines;
    }
}
