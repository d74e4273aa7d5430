namespace Itam.Sandbox.Demo;

/// <summary>The folder of the demo's data. Only a folder that carries our marker is ever emptied.</summary>
internal static class DemoFolder
{
    public const string Marker = ".itam-demo";

    /// <exception cref="DemoException">The folder holds something that is not ours.</exception>
    public static string Prepare(string path)
    {
        var folder = Path.GetFullPath(path);
        if (File.Exists(folder))
        {
            throw new DemoException($"{folder} is a file. Name a folder with --data.");
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(Path.Combine(folder, Marker)))
            {
                throw new DemoException(
                    $"{folder} is not empty and was not made by the demo, so it stays as it is. Name another folder with --data."
                );
            }

            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "Made by the demo and emptied at each of its starts. Keep nothing here.\n");
        return folder;
    }
}
