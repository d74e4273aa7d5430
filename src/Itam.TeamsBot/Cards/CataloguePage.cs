using System.Globalization;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;
using Itam.TeamsBot.Languages;

namespace Itam.TeamsBot.Cards;

/// <summary>Where somebody is in the catalogue: what their words name comes first, then the rest, a page at a time.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Words">Those that name something, in plain letters.</param>
public sealed record CataloguePage(IReadOnlyList<Offer> Offers, int Number, string Words)
{
    public const int Rows = 8;

    public IEnumerable<Offer> Shown => Offers.Skip(Number * Rows).Take(Rows);

    /// <summary>The button's id that leads on; null at the end.</summary>
    public string? Next => (Number + 1) * Rows < Offers.Count ? IdOf(Number + 1) : null;

    /// <summary>The button's id that leads back; null at the start.</summary>
    public string? Previous => Number > 0 ? IdOf(Number - 1) : null;

    /// <param name="id">Of the button that was pressed.</param>
    /// <param name="said">What was written instead.</param>
    public static CataloguePage Of(CardText text, IReadOnlyList<Offer> offers, string? id, string? said = null)
    {
        var isPage =
            int.TryParse(id?.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * (long)Rows < offers.Count;
        var words = PlainText.WordsOf(isPage ? id![id!.Split(' ')[0].Length..] : said ?? "").Where(w => w.Length > 2).ToList();
        var names = offers.ToDictionary(o => o.Item.Id, o => NamesOf(text, o.Item), StringComparer.Ordinal);
        return new CataloguePage(
            // A long word says more than a short one: "new monitor for me" is no laptop "for developers".
            [.. offers.OrderByDescending(o => words.Where(w => names[o.Item.Id].Any(n => IsSame(w, n))).Sum(w => w.Length))],
            isPage ? number : 0,
            string.Join(' ', words.Where(w => names.Values.Any(all => all.Any(n => IsSame(w, n)))).Distinct(StringComparer.Ordinal).Take(10))
        );
    }

    private string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number} {Words}").TrimEnd();

    /// <summary>"monitors" is a monitor; "on" is no one-way headset.</summary>
    private static bool IsSame(string said, string name) =>
        said == name
        || (
            said.Length > 3 && name.Length > 3 && (said.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(said, StringComparison.Ordinal))
        );

    private static List<string> NamesOf(CardText text, CatalogueItem item)
    {
        IEnumerable<string> type =
            item.Type == DeviceType.Other ? [] : [item.Type.ToString(), text[$"type.{item.Type.ToString().ToLowerInvariant()}"]];
        return [.. item.Name.ByLanguage.Values.Append(item.Name.Default).Concat(item.Models).Concat(type).SelectMany(PlainText.WordsOf)];
    }
}
