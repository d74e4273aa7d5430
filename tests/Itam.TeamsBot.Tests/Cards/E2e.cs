namespace Itam.TeamsBot.Tests.Cards;

/// <summary>Files of tests/e2e, and the ignored folder for what tests leave behind to be looked at.</summary>
internal static class E2e
{
    public static string PathOf(params string[] parts) => Path.Combine([Root(), "tests", "e2e", .. parts]);

    /// <summary>Empty.</summary>
    public static string Artifacts(string name)
    {
        var folder = Path.Combine(Root(), "artifacts", name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }
}
