using System.Globalization;
using System.Runtime.CompilerServices;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.TeamsBot.Cards;
using Itam.TeamsBot.Conversations;
using Itam.TeamsBot.Languages;
using Itam.TeamsBot.Protocol;
using Itam.Testing.Time;

namespace Itam.TeamsBot.Tests.Conversations;

public class AgentsComeFromAGroup
{
    private const string Group = "00000000-1111-2222-3333-444444444444";
    private readonly ManualTime _time = new();
    private readonly Directory _directory = new();

    [Fact]
    public async Task A_member_is_an_agent_and_others_are_not()
    {
        _directory.Members.Add("ada");
        var agents = Agents();

        (await agents.IsAgentAsync(Caller("ada"), default)).Should().BeTrue();
        (await agents.IsAgentAsync(Caller("dana"), default)).Should().BeFalse();
    }

    [Fact]
    public async Task Whoever_leaves_the_group_is_no_agent_ten_minutes_later()
    {
        _directory.Members.Add("ada");
        var agents = Agents();
        await agents.IsAgentAsync(Caller("ada"), default);
        _directory.Members.Clear();

        _time.Advance(TimeSpan.FromMinutes(9));
        (await agents.IsAgentAsync(Caller("ada"), default)).Should().BeTrue("the directory is not asked for every button");
        _time.Advance(TimeSpan.FromMinutes(2));
        (await agents.IsAgentAsync(Caller("ada"), default)).Should().BeFalse();
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_makes_nobody_an_agent_and_keeps_those_who_were_for_an_hour()
    {
        _directory.Members.Add("ada");
        var agents = Agents();
        await agents.IsAgentAsync(Caller("ada"), default);
        _directory.IsDown = true;

        (await agents.IsAgentAsync(Caller("dana"), default)).Should().BeFalse();
        _time.Advance(TimeSpan.FromMinutes(59));
        (await agents.IsAgentAsync(Caller("ada"), default)).Should().BeTrue();
        _time.Advance(TimeSpan.FromMinutes(2));
        (await agents.IsAgentAsync(Caller("ada"), default)).Should().BeFalse();
    }

    [Fact]
    public async Task The_directory_of_another_tenant_says_nothing()
    {
        _directory.Members.Add("ada");

        (await Agents("other").IsAgentAsync(Caller("ada"), default)).Should().BeFalse();
    }

    private AgentDirectory Agents(string tenant = "acme") =>
        new(new SourceDirectory([new SourceConnection("entra", TenantId.Parse(tenant), _directory)]), _time);

    private Caller Caller(string id) =>
        new(
            new AssistantSettings("teams", TenantId.Parse("acme"), null, [], Group, [], HumanHelp.None, null),
            new BotUser("tenant", id, null, id),
            new Person { Id = Guid.CreateVersion7(_time.GetUtcNow()), DisplayName = id },
            new CardText(CultureInfo.InvariantCulture, null, _time.GetUtcNow()),
            IsPersonal: true,
            "press",
            "once"
        );

    private sealed class Directory : ISource, IGroupDirectory
    {
        public HashSet<string> Members { get; } = [];
        public bool IsDown { get; set; }
        public string Connection => "entra";
        public TenantId Tenant => TenantId.Parse("acme");
        public string Product => "Directory";
        public SourceRole Role => SourceRole.Directory;

        public Task<bool> IsMemberAsync(string directoryId, string groupId, CancellationToken cancellationToken) =>
            IsDown
                ? throw new ConnectionException(ConnectionFailure.Retry, "The directory is away.")
                : Task.FromResult(groupId == Group && Members.Contains(directoryId));

        public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ConnectionCheck>>([]);
    }
}
