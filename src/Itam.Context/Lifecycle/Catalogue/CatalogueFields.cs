using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Itam.Context.Register;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Lifecycle.Catalogue;

/// <summary>The fields of one object of the catalogue file. What is wrong is noted and replaced by something harmless, so that one reading finds everything.</summary>
internal sealed partial class CatalogueFields(JObject content, string file, string where, List<CatalogueProblem> problems)
{
    private const int LongestText = 300;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public void Report(string field, string problem, string example) =>
        problems.Add(new CatalogueProblem(file, $"{where}, {field}", problem, $"\"{field}\": {example}"));

    public void ReportUnread()
    {
        foreach (var unread in content.Properties().Where(p => !_read.Contains(p.Name)))
        {
            problems.Add(
                new CatalogueProblem(
                    file,
                    where,
                    $"has a field '{unread.Name}' that means nothing here",
                    string.Join(", ", _read.Order(StringComparer.Ordinal))
                )
            );
        }
    }

    public IEnumerable<JToken> List(string field, bool required = false)
    {
        switch (Get(field))
        {
            case JArray list:
                return list;
            case null when !required:
                return [];
            case null:
                Report(field, "is missing", "[ … ]");
                return [];
            default:
                Report(field, "is not a list", "[ … ]");
                return [];
        }
    }

    /// <summary>Its fields; none where it is missing.</summary>
    public CatalogueFields Object(string field)
    {
        var token = Get(field);
        if (token is not null and not JObject)
        {
            Report(field, "is not an object", """{ "ownSite": 1, "otherSite": 4, "buy": 14 }""");
        }

        return new CatalogueFields(token as JObject ?? [], file, $"{where}, {field}", problems);
    }

    public string Id(string field)
    {
        var id = Word(field, "laptop-standard");
        if (!IdPattern().IsMatch(id))
        {
            Report(field, $"is '{id}': use 1 to 60 characters of a-z, 0-9 and '-'", "\"laptop-standard\"");
        }

        return id;
    }

    public string Word(string field, string example)
    {
        if (Get(field) is JValue { Value: string text } && text.Trim() is { Length: > 0 and <= LongestText } word)
        {
            return word;
        }

        Report(field, $"is missing, or not a text of 1 to {LongestText} characters", $"\"{example}\"");
        return example;
    }

    public ImmutableArray<string> Words(string field, string example)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var token in List(field))
        {
            if (token is JValue { Value: string text } && text.Trim() is { Length: > 0 and <= LongestText } word)
            {
                words.Add(word);
            }
            else
            {
                Report(field, "holds something that is not a text", $"[{example}]");
            }
        }

        return words.ToImmutable();
    }

    public ImmutableArray<string> Countries(string field)
    {
        var countries = Words(field, "\"DE\"");
        foreach (var country in countries.Where(c => c.Length != 2 || !c.All(char.IsAsciiLetterUpper)))
        {
            Report(field, $"names '{country}', which is no ISO 3166 code of two letters", "[\"DE\", \"US\"]");
        }

        return countries;
    }

    /// <summary>A text, or an object with one text per language and one under "default".</summary>
    public LocalText? Text(string field, bool required = false)
    {
        const string Example = """{ "default": "Laptop", "de": "Laptop (Standard)" }""";
        switch (Get(field))
        {
            case null when !required:
                return null;
            case JValue { Value: string text } when text.Trim().Length is > 0 and <= LongestText:
                return LocalText.Of(text.Trim());
            case JObject languages when languages.Properties().All(p => p.Value is JValue { Value: string { Length: > 0 and <= LongestText } }):
                var texts = languages.Properties().ToDictionary(p => p.Name, p => ((string)p.Value!).Trim(), StringComparer.Ordinal);
                if (texts.Remove("default", out var fallback) && texts.Keys.All(LanguagePattern().IsMatch))
                {
                    return new LocalText(fallback, texts.ToImmutableDictionary(StringComparer.Ordinal));
                }

                goto default;
            default:
                Report(field, "is neither a text nor texts by language with one under 'default'", Example);
                return null;
        }
    }

    public DeviceType Type(string field)
    {
        var name = Word(field, "laptop");
        if (Enum.TryParse<DeviceType>(name, ignoreCase: true, out var type) && Enum.IsDefined(type) && !char.IsAsciiDigit(name[0]))
        {
            return type;
        }

        Report(field, $"is '{name}', which is none of {string.Join(", ", Enum.GetNames<DeviceType>())}", "\"laptop\"");
        return default;
    }

    /// <summary>An amount and its currency in one text: "1490 EUR".</summary>
    public Money Price(string field)
    {
        if (
            Get(field) is JValue { Value: string text }
            && MoneyPattern().Match(text.Trim()) is { Success: true } match
            && decimal.TryParse(match.Groups["amount"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        )
        {
            return new Money(amount, match.Groups["currency"].Value);
        }

        Report(field, "is missing, or not an amount with its currency", "\"1490 EUR\"");
        return new Money(0, "EUR");
    }

    public decimal? Amount(string field)
    {
        switch (Get(field))
        {
            case null:
                return null;
            case JValue { Value: long or decimal } number when (decimal)number >= 0:
                return (decimal)number;
            default:
                Report(field, "is not an amount (a number, in the currency of the price)", "500");
                return null;
        }
    }

    public int? Whole(string field, int? fallback, int min, int max, bool required = false)
    {
        switch (Get(field))
        {
            case null when !required:
                return fallback;
            case JValue { Value: long number } when number >= min && number <= max:
                return (int)number;
            default:
                Report(field, $"is not a whole number from {min} to {max}", $"{fallback ?? min}");
                return fallback;
        }
    }

    private JToken? Get(string field)
    {
        _read.Add(field);
        return content[field] is { Type: not JTokenType.Null } token ? token : null;
    }

    [GeneratedRegex("^[a-z0-9-]{1,60}$", RegexOptions.None, 1000)]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[a-z]{2,3}$", RegexOptions.None, 1000)]
    private static partial Regex LanguagePattern();

    [GeneratedRegex(@"^(?<amount>[0-9]{1,9}(\.[0-9]{1,2})?) (?<currency>[A-Z]{3})$", RegexOptions.None, 1000)]
    private static partial Regex MoneyPattern();
}
