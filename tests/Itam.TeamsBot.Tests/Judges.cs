using System.Diagnostics;
using Itam.Sandbox.Teams;
using Itam.TeamsBot.Languages;
using Itam.TeamsBot.Protocol;
using Itam.TeamsBot.Sending;
using Itam.TeamsBot.Tests.Authentication;
using Itam.TeamsBot.Tests.Cards;
using Itam.TeamsBot.Tests.Receiving;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests;

/// <summary>Microsoft's own packages as judges of what we believe and what we send (tests/e2e).</summary>
public class Judges
{
    [Fact]
    public async Task Microsofts_validator_believes_what_we_believe_and_one_token_more()
    {
        var bot = new BelievingBot();
        await bot.InitializeAsync();
        try
        {
            var dana = bot.Teams.User("Dana");
            var question = new JObject
            {
                ["appId"] = TeamsEmulator.AppId,
                ["metadata"] = bot.Teams.ConnectionSettings(bot.Host.Sandbox.Address)["MetadataUrl"],
                ["issuer"] = SigningAuthority.Issuer,
                ["activity"] = bot.Teams.Channel.Message(dana, bot.Teams.Personal(dana), "hello"),
                ["headers"] = new JArray(TokenTable.Rows.Select(r => TokenTable.Header(r.Token, bot.Teams, bot.Slack, bot.Unendorsed, bot.Rogue))),
            };

            var (_, output) = await AskAsync("token-judge.mjs", question);

            var verdicts = JArray.Parse(output).Values<string>().ToList();
            var different = TokenTable
                .Rows.Zip(verdicts)
                .Where(r => r.First.Accepted != (r.Second == "accept"))
                .Select(r => (r.First.Token, r.Second));
            verdicts.Should().HaveCount(TokenTable.Rows.Count);
            different.Should().Equal(("key without endorsements", "accept"));
        }
        finally
        {
            await bot.DisposeAsync();
        }
    }

    [Fact]
    public async Task Microsofts_parser_reads_every_activity_we_send()
    {
        await using var stage = await Stage.StartAsync();
        var dana = stage.Teams.User("Dana");
        TeamsBot.Protocol.Activity[] kinds =
        [
            MessageFactory.Text("plain"),
            MessageFactory.AdaptiveCard(TestBot.Card("card"), "summary"),
            MessageFactory.AdaptiveCard(TestBot.Card("both")) with
            {
                Text = "and text",
            },
        ];
        foreach (var kind in kinds)
        {
            await stage.EnqueueAsync(
                new TeamsSend
                {
                    Connection = Stage.ConnectionName,
                    Target = new SendTarget.Person(dana.EntraId),
                    Activity = kind,
                    Key = kind.Text is null ? "case/1" : null,
                    Alert = true,
                }
            );
        }

        await stage.EnqueueAsync(
            new TeamsSend
            {
                Connection = Stage.ConnectionName,
                Target = new SendTarget.Person(dana.EntraId),
                Activity = MessageFactory.AdaptiveCard(TestBot.Card("replaced")),
                Key = "case/1",
            }
        );
        await stage.RunDueAsync();
        var sent = stage.Teams.Personal(dana).Messages.Select(m => m.Activity).ToList();
        sent.Should().HaveCount(4);

        var (exitCode, output) = await AskAsync("activity-judge.mjs", new JArray(sent));

        exitCode.Should().Be(0, output);
        (await AskAsync("activity-judge.mjs", new JArray(new JObject { ["text"] = "no type" })))
            .ExitCode.Should()
            .Be(1, "the judge refuses what is wrong");
    }

    [Fact]
    public async Task Microsofts_parser_reads_every_card_we_send()
    {
        var cards = CardText
            .Languages.SelectMany(l => Gallery.Of(l))
            .Select(c => ActivityJson.ToJson(MessageFactory.AdaptiveCard(c.Card.ToJObject(), c.Card.Speak)));

        var (exitCode, output) = await AskAsync("activity-judge.mjs", new JArray(cards));

        exitCode.Should().Be(0, output);
        output.Should().MatchRegex("[1-9][0-9]{2} judged, 0 refused");
    }

    private static async Task<(int ExitCode, string Output)> AskAsync(string judge, JToken question)
    {
        var folder = Path.Combine(Root(), "tests", "e2e");
        Directory
            .Exists(Path.Combine(folder, "node_modules", "botframework-connector"))
            .Should()
            .BeTrue("the judge needs the npm packages of tests/e2e: run ./test, it installs them");
        using var node = Process.Start(
            new ProcessStartInfo("node", judge)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(question.ToString(Formatting.None));
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return (node.ExitCode, output.Length > 0 ? output : await errors);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the project's folder.");
    }
}
