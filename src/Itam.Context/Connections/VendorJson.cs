using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Connections;

/// <summary>Reads vendors' JSON the same way everywhere: bounded depth, dates left as text, later duplicates win.</summary>
public static class VendorJson
{
    private const int MaxDepth = 64;

    /// <exception cref="JsonException">Not JSON, or nested too deeply.</exception>
    public static JToken Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new JObject();
        }

        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, MaxDepth = MaxDepth };
        var token = JToken.ReadFrom(reader);
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
            {
                throw new JsonReaderException("There is more text after the JSON document.");
            }
        }

        return token;
    }

    /// <summary>The value as text whether it came as string, number or boolean; null for null, missing, empty, object and array.</summary>
    public static string? Text(this JToken? token) =>
        token is JValue { Value: { } value } && Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? text
            : null;
}
