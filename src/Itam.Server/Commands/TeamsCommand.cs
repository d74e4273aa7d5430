using System.CommandLine;
using Itam.Context;
using Itam.Context.Connections;
using Itam.Server.Configuration;
using Itam.TeamsBot.Authentication;
using Itam.TeamsBot.Package;
using Itam.Webhooks;

namespace Itam.Server.Commands;

/// <summary><c>itam teams package</c>: writes the app package that an administrator uploads to Teams.</summary>
internal static class TeamsCommand
{
    public static Command Create()
    {
        var connection = new Argument<string?>("connection")
        {
            Description = "Which Teams connection, where there are several",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "Folder for the package",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("manifests", "teams")),
        };
        var config = CommonOptions.Config();
        var package = new Command("package", "Write the app package for Teams: manifest and icons, loose and as one zip")
        {
            connection,
            output,
            config,
        };
        package.SetAction(
            (parsed, cancellationToken) =>
                CommandRunner.RunAsync(async () =>
                {
                    var facts = Facts(ConfigurationFile.Load(parsed.GetValue(config)), parsed.GetValue(connection));
                    await WriteAsync(facts, parsed.GetValue(output)!, cancellationToken);
                    return 0;
                })
        );
        return new Command("teams", "What Microsoft Teams needs from us") { package };
    }

    /// <exception cref="SettingsException">Something that the package says is missing or wrong; all of it is listed.</exception>
    private static TeamsAppFacts Facts(IConfiguration configuration, string? wanted)
    {
        var reader = new SettingsReader(configuration);
        var connections = reader.Section("Connections").Children().Select(c => (c.Name, c.Reader, Kind: c.Reader.OptionalText("Kind"))).ToList();
        var teams = connections.Where(c => c.Kind == TeamsConnection.Kind && (wanted is null || c.Name == wanted)).ToList();
        if (teams is not [var chosen])
        {
            var problem =
                teams.Count > 1
                    ? $"has {teams.Count} connections of kind {TeamsConnection.Kind} ({string.Join(", ", teams.Select(c => c.Name))}): name one"
                : wanted is null ? $"has no connection of kind {TeamsConnection.Kind}"
                : $"has no connection '{wanted}' of kind {TeamsConnection.Kind}";
            throw new SettingsException([
                new SettingProblem("Connections", problem, teams.Count > 1 ? $"itam teams package {teams[0].Name}" : "see docs/connect-teams.md"),
            ]);
        }

        var tenant = TenantOf(chosen.Reader);
        var sites =
            from connection in connections
            join vendor in DeskVendors.All on connection.Kind equals vendor.Kind
            where TenantOf(connection.Reader) == tenant
            let site = vendor.TicketSite(connection.Reader)
            where site is not null
            select site;
        var facts = TeamsAppFacts.Read(chosen.Reader, sites.ToList());
        reader.ThrowIfAny();
        return facts;

        static TenantId TenantOf(SettingsReader connection) => connection.Tenant("Tenant", ServerSettings.DefaultTenant);
    }

    private static async Task WriteAsync(TeamsAppFacts facts, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        folder.Create();
        var files = TeamsAppPackage.Files(facts);
        foreach (var (name, content) in files.Append((TeamsAppPackage.ArchiveName, TeamsAppPackage.Archive(files))))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), content, cancellationToken);
        }

        Console.Out.WriteLine($"App {facts.AppId}, version {facts.Version}, manifest {facts.SchemaVersion}, for the bot {facts.BotId}");
        Console.Out.WriteLine(
            facts.LinkHosts.Count > 0
                ? $"Links are described from {string.Join(", ", facts.LinkHosts)}"
                : "No desk is connected, so no links are described"
        );
        Console.Out.WriteLine($"Upload {Path.Combine(folder.FullName, TeamsAppPackage.ArchiveName)}; docs/connect-teams.md tells where");
    }
}
