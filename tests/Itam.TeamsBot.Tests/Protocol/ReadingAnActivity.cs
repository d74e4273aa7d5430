using System.Text;
using FsCheck;
using Itam.TeamsBot.Protocol;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Protocol;

public class ReadingAnActivity
{
    private const string Full = """
        {"type":"message","id":"1","timestamp":"2026-11-21T10:00:00.1Z","localTimestamp":"2026-11-21T11:00:00.1+01:00","localTimezone":"Europe/Berlin",
         "channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/","locale":"de-DE","from":{"id":"29:user","name":"Ann","aadObjectId":"33333333-3333-4333-8333-33333333333A"},
         "recipient":{"id":"28:app","name":"Assets"},"conversation":{"id":"a:1","conversationType":"personal","tenantId":"11111111-1111-4111-8111-111111111111"},
         "channelData":{"tenant":{"id":"11111111-1111-4111-8111-111111111111"},"settings":{"selectedChannel":{"id":"19:x"}}},
         "entities":[{"type":"clientInfo","platform":"Web","country":"DE","locale":"en-US","timezone":"Europe/Berlin"}],
         "text":"2026-01-01T00:00:00Z","value":{"when":"2026-01-01T00:00:00Z","n":1.50},"invented":{"a":[1]}}
        """;

    [Fact]
    public void Everything_known_has_its_member_and_everything_else_is_kept()
    {
        var activity = Read(Full)!;

        activity.LocalTimestamp!.Value.Offset.Should().Be(TimeSpan.FromHours(1));
        activity.From!.EntraId.Should().Be("33333333-3333-4333-8333-33333333333a");
        activity.EntraTenant().Should().Be("11111111-1111-4111-8111-111111111111");
        activity.Culture().Name.Should().Be("de-DE");
        activity.TimeZone()!.Id.Should().Be("Europe/Berlin");
        activity.Properties.Should().ContainKey("invented");
        activity.ChannelData!.Properties.Should().ContainKey("settings");
        activity.Text.Should().Be("2026-01-01T00:00:00Z", "text that looks like a date stays text");
        activity.Value!["when"]!.Type.Should().Be(JTokenType.String);
    }

    [Fact]
    public void What_is_read_is_written_the_same()
    {
        var written = JObject.Parse(ActivityJson.Write(Read(Full)!));
        var read = JObject.Parse(ActivityJson.Write(Read(written.ToString())!));

        JToken.DeepEquals(written, read).Should().BeTrue();
        written["conversation"]!["tenantId"]!.Value<string>().Should().Be("11111111-1111-4111-8111-111111111111");
        written["invented"]!["a"]![0]!.Value<int>().Should().Be(1);
        written.Properties().Should().NotContain(p => p.Value.Type == JTokenType.Null);
    }

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("\"\"")]
    [InlineData("17")]
    [InlineData("null")]
    public void A_time_that_cannot_be_read_is_none(string time) => Read($$"""{"type":"message","timestamp":{{time}}}""")!.Timestamp.Should().BeNull();

    [Theory]
    [InlineData("xx-Invented-Locale-That-Is-Far-Too-Long-To-Be-One")]
    [InlineData("not a locale")]
    [InlineData("")]
    public void A_language_nobody_speaks_is_none(string locale) =>
        new Activity { Locale = locale }
            .Culture()
            .Should()
            .Be(System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("11111111-1111-4111-8111-111111111111", null, "11111111-1111-4111-8111-111111111111")]
    [InlineData(null, "11111111-1111-4111-8111-11111111111A", "11111111-1111-4111-8111-11111111111a")]
    [InlineData("11111111-1111-4111-8111-111111111111", "21111111-1111-4111-8111-111111111111", null)]
    [InlineData("nonsense", "nonsense", null)]
    public void The_tenant_is_what_both_places_say(string? conversation, string? channelData, string? tenant) =>
        new Activity
        {
            Conversation = new ConversationAccount { TenantId = conversation },
            ChannelData = new TeamsChannelData { Tenant = new TenantInfo(channelData) },
        }
            .EntraTenant()
            .Should()
            .Be(tenant);

    [Fact]
    public void Whatever_comes_is_an_activity_or_nothing_and_never_an_exception() =>
        Prop.ForAll<byte[]>(bytes => ActivityJson.Read(bytes) is null or { Type.Length: > 0 }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_known_activity_with_any_member_replaced_by_anything_is_an_activity_or_nothing()
    {
        var replacements = new JToken[]
        {
            JValue.CreateNull(),
            1,
            "x",
            true,
            new JArray(),
            new JArray(1),
            new JObject(),
            new JObject { ["a"] = 1 },
        };
        var members = JObject.Parse(Full).Descendants().OfType<JProperty>().Select(p => p.Path).ToArray();
        var any = from member in Gen.Elements(members) from replacement in Gen.Elements(replacements) select (member, replacement);

        Prop.ForAll(
                any.ToArbitrary(),
                change =>
                {
                    var json = JObject.Parse(Full);
                    json.SelectToken(change.member)!.Replace(change.replacement.DeepClone());
                    return ActivityJson.Read(Encoding.UTF8.GetBytes(json.ToString())) is null or { Type.Length: > 0 };
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static Activity? Read(string json) => ActivityJson.Read(Encoding.UTF8.GetBytes(json));
}
