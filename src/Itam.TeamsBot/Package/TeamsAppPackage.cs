using System.IO.Compression;
using System.Text;
using Itam.TeamsBot.Pictures;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.TeamsBot.Package;

/// <summary>What an administrator uploads to Teams: the manifest, its German words and the icons. The same facts give the same bytes.</summary>
public static class TeamsAppPackage
{
    public const string ArchiveName = "itam-teams.zip";

    internal const string ManifestFile = "manifest.json";
    internal const string ColorFile = "color.png";
    internal const string OutlineFile = "outline.png";
    internal const string Color32File = "color32x32.png";

    // The earliest that the format can say: when it was made is of no interest and would change the bytes.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Name and content of each file, as they lie side by side in the archive.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Files(TeamsAppFacts facts) =>
        [
            (ManifestFile, Json(TeamsManifest.Of(facts))),
            (TeamsManifest.GermanFile, Json(TeamsManifest.German(facts))),
            (ColorFile, AppIcons.Color),
            (OutlineFile, AppIcons.Outline),
            (Color32File, AppIcons.Color32),
        ];

    public static byte[] Archive(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                // Stored as it is: a compressor differs from machine to machine, and there is little to gain.
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = NoTime;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    private static byte[] Json(JObject document) => Encoding.UTF8.GetBytes(document.ToString(Formatting.Indented).ReplaceLineEndings("\n") + "\n");
}
