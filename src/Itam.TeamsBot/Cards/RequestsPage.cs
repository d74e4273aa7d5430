using System.Globalization;

namespace Itam.TeamsBot.Cards;

public enum RequestsSection
{
    Waiting,

    /// <summary>For the stockroom: what is lent out and who waits for it.</summary>
    Lent,
    Mine,
    Tickets,
}

/// <summary>Which part of somebody's requests a card shows: the first rows of everything, or one section further on.</summary>
/// <param name="Section">Null: all of them.</param>
/// <param name="Skip">So many rows of the section were shown before.</param>
public sealed record RequestsPage(RequestsSection? Section = null, int Skip = 0)
{
    private const int Furthest = 10_000;

    public bool Shows(RequestsSection section) => Section is not { } only || only == section;

    /// <summary>Teams takes no card above 28 KB, so that all sections together show less of each; what waits for the person is read first.</summary>
    public int RowsOf(RequestsSection section) =>
        Section is not null ? 8
        : section == RequestsSection.Waiting ? 4
        : 3;

    /// <summary>One more than is shown tells whether there is more.</summary>
    public int FetchedOf(RequestsSection section) => RowsOf(section) + 1;

    /// <summary>The id of the button that leads on in this section.</summary>
    public string NextOf(RequestsSection section) => string.Create(CultureInfo.InvariantCulture, $"{section} {Skip + RowsOf(section)}");

    /// <summary>Everything, where the id is of no page.</summary>
    public static RequestsPage Read(string? id) =>
        id?.Split(' ') is [var name, var text]
        && Enum.TryParse<RequestsSection>(name, out var section)
        && Enum.IsDefined(section)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
        && skip <= Furthest
            ? new RequestsPage(section, skip)
            : new RequestsPage();
}
