using System.Text;

namespace Itam.Sandbox.Jira;

/// <summary>The site refuses the query with 400 and these words.</summary>
internal sealed class QueryException(string message) : Exception(message);

/// <summary>Words, quoted literals and signs of JQL and AQL.</summary>
internal sealed class QueryReader
{
    private readonly List<(string Text, bool Quoted)> _tokens = [];
    private int _at;

    public QueryReader(string text)
    {
        for (var i = 0; i < text.Length; )
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c == '"')
            {
                i = Quoted(text, i + 1);
            }
            else if ("(),~=".Contains(c, StringComparison.Ordinal))
            {
                _tokens.Add((c.ToString(), false));
                i++;
            }
            else if (c is '!' or '>' or '<')
            {
                var two = i + 1 < text.Length && text[i + 1] == '=';
                _tokens.Add((two ? $"{c}=" : c.ToString(), false));
                i += two ? 2 : 1;
            }
            else if (char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '[' or ']' or '/')
            {
                var start = i;
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.' or '[' or ']' or '/'))
                {
                    i++;
                }

                _tokens.Add((text[start..i], false));
            }
            else
            {
                throw new QueryException($"The character '{c}' is a reserved character. You must enclose it in a string.");
            }
        }
    }

    public bool AtEnd => _at >= _tokens.Count;

    public bool Try(string word)
    {
        if (AtEnd || _tokens[_at].Quoted || !string.Equals(_tokens[_at].Text, word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at++;
        return true;
    }

    public void Must(string word)
    {
        if (!Try(word))
        {
            throw new QueryException($"Expecting '{word}' but got '{(AtEnd ? "the end of the query" : _tokens[_at].Text)}'.");
        }
    }

    public string Next() => AtEnd ? throw new QueryException("The query ends too early.") : _tokens[_at++].Text;

    private int Quoted(string text, int i)
    {
        var literal = new StringBuilder();
        for (; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length:
                    literal.Append(text[++i]);
                    break;
                case '"':
                    _tokens.Add((literal.ToString(), true));
                    return i + 1;
                case '\n' or '\r':
                    throw new QueryException("A quoted string must end on its line.");
                default:
                    literal.Append(text[i]);
                    break;
            }
        }

        throw new QueryException("The quoted string has not been completed.");
    }
}
