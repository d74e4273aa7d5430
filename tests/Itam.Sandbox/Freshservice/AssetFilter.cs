using System.Globalization;
using System.Text;

namespace Itam.Sandbox.Freshservice;

/// <summary>
/// The subset of the filter language that assets need: <c>"field:'text' AND (field:1 OR field:null) AND field:&gt;'date'"</c>. <c>:&gt;</c> means at least,
/// <c>:&lt;</c> at most. Anything else is a FormatException, answered with 400.
/// </summary>
internal sealed class AssetFilter
{
    private readonly string _text;
    private readonly Func<string, string?> _field;
    private int _at;

    private AssetFilter(string text, Func<string, string?> field)
    {
        _text = text;
        _field = field;
    }

    /// <param name="quoted">As it came, in double quotes.</param>
    public static string Unquote(string quoted) =>
        quoted.Length is >= 2 and <= 512 && quoted[0] == '"' && quoted[^1] == '"' && !quoted[1..^1].Contains('"')
            ? quoted[1..^1]
            : throw new FormatException("The query must be in double quotes and at most 512 characters.");

    public static bool Matches(string query, Func<string, string?> field)
    {
        var filter = new AssetFilter(query, field);
        var result = filter.Or();
        filter.Blanks();
        return filter._at == query.Length ? result : throw new FormatException("Unexpected text in the query.");
    }

    /// <summary>One term of a search: the field starts with the value.</summary>
    public static (string Field, string Prefix) Search(string query)
    {
        var filter = new AssetFilter(query, static _ => "");
        var (field, comparison, value) = filter.Term();
        return filter._at == query.Length && comparison == ':' && value is { Length: > 0 }
            ? (field, value)
            : throw new FormatException("A search has one term.");
    }

    private bool Or()
    {
        var result = And();
        while (Word("OR"))
        {
            result |= And();
        }

        return result;
    }

    private bool And()
    {
        var result = Factor();
        while (Word("AND"))
        {
            result &= Factor();
        }

        return result;
    }

    private bool Factor()
    {
        Blanks();
        if (_at < _text.Length && _text[_at] == '(')
        {
            _at++;
            var result = Or();
            Blanks();
            if (_at >= _text.Length || _text[_at++] != ')')
            {
                throw new FormatException("A parenthesis is missing.");
            }

            return result;
        }

        var (field, comparison, value) = Term();
        var actual = _field(field);
        return comparison switch
        {
            ':' when field == "workspace_id" && value == "0" => true,
            ':' => value is null ? actual is null : string.Equals(actual, value, StringComparison.OrdinalIgnoreCase),
            '>' => Compare(actual, value) >= 0,
            _ => Compare(actual, value) <= 0,
        };
    }

    private (string Field, char Comparison, string? Value) Term()
    {
        Blanks();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        var field = _text[start.._at];
        if (field.Length == 0 || _at >= _text.Length || _text[_at++] != ':')
        {
            throw new FormatException("A term is field:value.");
        }

        var comparison = ':';
        if (_at < _text.Length && _text[_at] is '>' or '<')
        {
            comparison = _text[_at++];
        }

        return (field, comparison, Value());
    }

    private string? Value()
    {
        if (_at < _text.Length && _text[_at] == '\'')
        {
            _at++;
            var value = new StringBuilder();
            while (_at < _text.Length && _text[_at] != '\'')
            {
                if (_text[_at] == '\\' && _at + 1 < _text.Length)
                {
                    _at++;
                }

                value.Append(_text[_at++]);
            }

            return _at++ < _text.Length ? value.ToString() : throw new FormatException("A quote is missing.");
        }

        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '.'))
        {
            _at++;
        }

        var word = _text[start.._at];
        return word == "null" ? null
            : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? word
            : throw new FormatException("Texts stand in single quotes.");
    }

    private bool Word(string word)
    {
        Blanks();
        if (!_text.AsSpan(_at).StartsWith(word + " ", StringComparison.Ordinal))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private static int Compare(string? actual, string? value) =>
        actual is null || value is null ? throw new FormatException("Nothing to compare with.")
        : double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
        : DateTimeOffset
            .Parse(actual, CultureInfo.InvariantCulture)
            .CompareTo(DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
