using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Itam.TeamsBot.Cards;

/// <summary>An Adaptive Card, version 1.5 (adaptivecards.io schema). Type and member names are those of the AdaptiveCards package.</summary>
public sealed class AdaptiveCard
{
    /// <summary>Serialised, UTF-8. Teams shows larger ones unreliably and refuses them far above.</summary>
    public const int MaxBytes = 25 * 1024;

    private static readonly JsonSerializerSettings Json = new()
    {
        NullValueHandling = NullValueHandling.Ignore,
        ContractResolver = new DefaultContractResolver
        {
            NamingStrategy = new CamelCaseNamingStrategy(processDictionaryKeys: false, overrideSpecifiedNames: false),
        },
        Converters = { new StringEnumConverter(new CamelCaseNamingStrategy()) },
    };

    [JsonProperty("$schema", Order = -4)]
    public string Schema => "http://adaptivecards.io/schemas/adaptive-card.json";

    [JsonProperty(Order = -3)]
    public string Type => "AdaptiveCard";

    [JsonProperty(Order = -2)]
    public string Version => "1.5";

    /// <summary>BCP 47.</summary>
    [JsonProperty(Order = -1)]
    public string? Lang { get; init; }

    /// <summary>What a client that shows no cards shows instead. Some read it as Markdown, so no text from outside becomes a link.</summary>
    public required string FallbackText
    {
        get;
        init => field = value.Replace("](", "] (", StringComparison.Ordinal);
    }

    /// <summary>What a screen reader says for the whole card. The format allows SSML, so no text from outside becomes a tag.</summary>
    public required string Speak
    {
        get;
        init => field = value.Replace('<', '‹').Replace('>', '›');
    }
    public List<AdaptiveElement> Body { get; init; } = [];

    /// <summary>Who gets a view of their own when the card is drawn, e.g. with buttons.</summary>
    public AdaptiveRefresh? Refresh { get; init; }

    public string ToJson() => JsonConvert.SerializeObject(this, Formatting.Indented, Json);

    public JObject ToJObject() => JObject.FromObject(this, JsonSerializer.Create(Json));

    /// <summary>As it goes over the wire.</summary>
    public int Size() => Encoding.UTF8.GetByteCount(ToJObject().ToString(Formatting.None));
}

/// <param name="action">Asked for the person's own view.</param>
/// <param name="userIds">Channel ids ("29:…"), at most 60; never empty, since clients read that differently.</param>
/// <exception cref="ArgumentException">None, or too many: a slip of ours.</exception>
public sealed class AdaptiveRefresh(AdaptiveExecuteAction action, IReadOnlyList<string> userIds)
{
    public const int MaxUsers = 60;

    public AdaptiveExecuteAction Action { get; } = action;
    public IReadOnlyList<string> UserIds { get; } =
        userIds.Count is > 0 and <= MaxUsers ? userIds : throw new ArgumentException($"A refresh names 1 to {MaxUsers} people.", nameof(userIds));
}
