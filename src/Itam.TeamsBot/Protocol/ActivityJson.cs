using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Itam.TeamsBot.Protocol;

/// <summary>Activities as JSON: camelCase, nothing for null, bounded depth. The same reading serves the proof of an activity and its use, so that no
/// duplicate or oddly spelt member can mean one thing here and another there.</summary>
public static class ActivityJson
{
    private const int MaxDepth = 64;

    private static readonly JsonSerializer Serializer = JsonSerializer.Create(
        new JsonSerializerSettings
        {
            ContractResolver = new DefaultContractResolver
            {
                NamingStrategy = new CamelCaseNamingStrategy(processDictionaryKeys: false, overrideSpecifiedNames: false),
            },
            NullValueHandling = NullValueHandling.Ignore,
            DateParseHandling = DateParseHandling.None,
            MaxDepth = MaxDepth,
            Converters = { new LenientMoment() },
        }
    );

    /// <summary>Null: not JSON, nested too deeply, not an activity (no type), or a member of the wrong shape.</summary>
    public static Activity? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(utf8)))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = MaxDepth,
            };
            var activity = Serializer.Deserialize<Activity>(reader);
            return activity?.Type is { Length: > 0 } && !reader.Read() ? activity : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Write(Activity activity) => ToJson(activity).ToString(Formatting.None);

    public static JObject ToJson(object value) => JObject.FromObject(value, Serializer);

    /// <exception cref="JsonException">The value has another shape.</exception>
    public static T To<T>(JToken json) => json.ToObject<T>(Serializer) ?? throw new JsonSerializationException($"null is no {typeof(T).Name}.");

    /// <summary>A time that cannot be read is none: it decides nothing here.</summary>
    private sealed class LenientMoment : JsonConverter<DateTimeOffset?>
    {
        public override DateTimeOffset? ReadJson(
            JsonReader reader,
            Type objectType,
            DateTimeOffset? existingValue,
            bool hasExistingValue,
            JsonSerializer serializer
        )
        {
            if (reader.TokenType is JsonToken.StartObject or JsonToken.StartArray)
            {
                throw new JsonSerializationException("A time is no object.");
            }

            return
                reader.Value is string text
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment
                : null;
        }

        public override void WriteJson(JsonWriter writer, DateTimeOffset? value, JsonSerializer serializer) =>
            writer.WriteValue(value?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
    }
}
