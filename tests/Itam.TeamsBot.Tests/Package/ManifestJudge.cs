using System.Diagnostics;
using Itam.TeamsBot.Package;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Tests.Package;

/// <summary>Microsoft's own schemas, in Node, without the network.</summary>
internal static class ManifestJudge
{
    public static string Root { get; } = FindRoot();

    public static async Task<(int ExitCode, string Output)> JudgeAsync(params string[] folders)
    {
        var home = Path.Combine(Root, "tests", "e2e");
        Directory
            .Exists(Path.Combine(home, "node_modules", "@microsoft", "app-manifest"))
            .Should()
            .BeTrue("the judge needs the npm packages of tests/e2e: run ./test, it installs them");
        using var node = Process.Start(
            new ProcessStartInfo("node", ["manifest-judge.mjs", .. folders])
            {
                WorkingDirectory = home,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync() + await errors;
        await node.WaitForExitAsync();
        return (node.ExitCode, output);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the project's folder.");
    }
}

/// <summary>Packages on disk, for the judge; gone afterwards.</summary>
internal sealed class PackageFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("itam-package-");

    public string Write(string name, TeamsAppFacts facts)
    {
        var package = _folder.CreateSubdirectory(name).FullName;
        foreach (var (file, content) in TeamsAppPackage.Files(facts))
        {
            File.WriteAllBytes(Path.Combine(package, file), content);
        }

        return package;
    }

    public static void Change(string file, Action<JObject> change)
    {
        var document = JObject.Parse(File.ReadAllText(file));
        change(document);
        File.WriteAllText(file, document.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
