using System.Security.Cryptography;
using System.Text;
using Itam.Sandbox.Page;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Sandbox.Teams.Page;

/// <summary>The emulated Teams with the people to play in it, and the desks where it shows.</summary>
/// <param name="Triage">The channel of those who triage.</param>
internal sealed record Stage(TeamsEmulator Teams, IReadOnlyList<CastMember> Cast, TeamsConversation Triage, Board Board)
{
    private const int Shown = 40;

    /// <param name="who">A sign-in name, or a name as desks show it.</param>
    public TeamsUser? Find(string? who) => Teams.Users.FirstOrDefault(u => Same(u.Upn, who)) ?? Teams.Users.FirstOrDefault(u => Same(u.Name, who));

    public CastMember Member(TeamsUser user) =>
        Cast.FirstOrDefault(c => c.User.Upn == user.Upn)
        ?? new CastMember(user, "is in it too", "Read what the bot wrote, and write back.", ["my devices", "my requests", "help"]);

    /// <summary>Whoever else the bot has written to.</summary>
    public IEnumerable<CastMember> Others =>
        Teams
            .Conversations.Where(c => c.Type == "personal" && c.Messages.Count > 0)
            .Select(c => c.Members[0])
            .DistinctBy(u => u.Upn)
            .Where(u => Cast.All(c => c.User.Upn != u.Upn))
            .Select(Member);

    public bool IsInTriage(TeamsUser user) => Triage.Members.Any(m => m.Upn == user.Upn);

    public TeamsConversation Conversation(TeamsUser user, string? place) => place == "triage" && IsInTriage(user) ? Triage : Teams.Personal(user);

    /// <summary>What stands in a conversation as one person sees it, and who else has news.</summary>
    public JObject Show(TeamsUser user, string? place)
    {
        var conversation = Conversation(user, place);
        return new JObject
        {
            ["messages"] = new JArray(conversation.Messages.Where(m => !m.Deleted).TakeLast(Shown).Select(m => Show(m, user))),
            ["people"] = new JArray(
                Cast.Concat(Others)
                    .Select(p => new JObject
                    {
                        ["upn"] = p.User.Upn,
                        ["name"] = p.User.Name,
                        ["part"] = p.Part,
                        ["heard"] = Teams.Personal(p.User).Messages.Where(m => m.FromBot).Sum(m => 1 + m.Edits),
                    })
            ),
            ["triage"] = Triage.Messages.Count,
        };
    }

    private static JObject Show(TeamsMessage message, TeamsUser viewer)
    {
        var activity = message.Activity;
        return new JObject
        {
            ["id"] = message.Id,
            ["stamp"] = Stamp($"{activity.ToString(Formatting.None)}{message.CardFor(viewer)?.ToString(Formatting.None)}"),
            ["fromBot"] = message.FromBot,
            ["mine"] = (string?)activity["from"]?["id"] == viewer.ChannelId,
            ["who"] = message.FromBot ? "Assets" : (string?)activity["from"]?["name"],
            ["at"] = message.At.ToUnixTimeMilliseconds(),
            ["edited"] = message.Edits > 0,
            ["text"] = message.Text?.Replace("<at>Assets</at>", "@Assets", StringComparison.Ordinal),
            ["card"] = message.CardFor(viewer),
        };
    }

    private static bool Same(string a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    public static string Stamp(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
