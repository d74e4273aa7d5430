using Itam.Context.Desks;
using Itam.Context.Register;
using Itam.Context.Sources;
using Itam.Sandbox.Sources.SnipeIt;

namespace Itam.Context.Tests.Sources.SnipeIt;

public sealed class A_waiting_ticket_asks_directly : IAsyncLifetime
{
    private SnipeItBench Bench { get; } = new();

    public async Task InitializeAsync()
    {
        await Bench.InitializeAsync();
        Bench.Instance.AddAsset(1, "PF3/ABC 01", holder: Bench.Instance.AddUser(9, "Ada", "L").AsHolder());
        Bench.Instance.AddAsset(2, "PF3ABC02", holder: Bench.Instance.AddUser(10, "Bo", "B").AsHolder());
        Bench.Instance.AddAsset(3, "PF3ABC03", "archived", "Old");
    }

    public Task DisposeAsync() => Bench.DisposeAsync();

    [Fact]
    public async Task By_the_e_mail_of_a_person() => (await AskAsync(new PersonName(IdentityKind.Email, "ADA@example.com"))).Should().Equal("1");

    [Fact]
    public async Task By_the_employee_number_where_the_e_mail_is_not_known() =>
        (await AskAsync(new PersonName(IdentityKind.Email, "ada@elsewhere.example"), new PersonName(IdentityKind.EmployeeNumber, "1010")))
            .Should()
            .Equal("2");

    [Fact]
    public async Task By_its_own_account_in_one_call()
    {
        (await AskAsync(new PersonName(IdentityKind.Account, "9", "assets"), new PersonName(IdentityKind.Email, "ada@example.com")))
            .Should()
            .Equal("1");
        Bench.Instance.Requests.Should().Equal("GET users/9/assets");
    }

    [Theory]
    [InlineData(IdentifierKind.Serial, "pf3/abc 01", "1")]
    [InlineData(IdentifierKind.AssetTag, "LT-0002", "2")]
    [InlineData(IdentifierKind.Serial, "PF3ABC03", "3")]
    public async Task By_serial_or_tag_also_when_it_is_archived(IdentifierKind kind, string value, string id) =>
        (await AskAsync(new DeviceName(kind, value))).Should().Equal(id);

    [Fact]
    public async Task By_its_own_id_and_not_by_that_of_another_system() =>
        (await AskAsync(new DeviceName(IdentifierKind.SourceId, "2", "assets"), new DeviceName(IdentifierKind.SourceId, "1", "mdm")))
            .Should()
            .Equal("2");

    [Fact]
    public async Task What_is_not_there_is_an_empty_answer_although_the_instance_calls_it_an_error() =>
        (await AskAsync(new DeviceName(IdentifierKind.Serial, "NOSUCHONE"), new DeviceName(IdentifierKind.SourceId, "4711", "assets")))
            .Should()
            .BeEmpty();

    private Task<IEnumerable<string>> AskAsync(params PersonName[] person) => AskAsync(new LiveQuestion([.. person], []));

    private Task<IEnumerable<string>> AskAsync(params DeviceName[] device) => AskAsync(new LiveQuestion([], [.. device]));

    private async Task<IEnumerable<string>> AskAsync(LiveQuestion question) =>
        (await Bench.Source.LookUpAsync(question, default)).Select(d => d.SourceId);
}
