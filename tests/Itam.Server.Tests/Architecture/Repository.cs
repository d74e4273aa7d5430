namespace Itam.Server.Tests.Architecture;

/// <summary>The source tree around the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<SourceFile> Sources(params string[] folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), path))
            .Where(file => !file.Path.Contains("/obj/") && !file.Path.Contains("/bin/"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Itam.Plugins.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

/// <param name="Path">Relative to the root, with forward slashes.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    public string[] Lines => File.ReadAllLines(FullPath);

    public override string ToString() => Path;
}
