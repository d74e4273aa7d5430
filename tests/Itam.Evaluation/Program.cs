using Itam.Evaluation;

// dotnet run --project tests/Itam.Evaluation -- tests/Itam.Evaluation/data
var folder = args is [var given] ? given : "data";
Directory.CreateDirectory(folder);
foreach (var (name, lines) in LabelledSet.Files())
{
    File.WriteAllText(Path.Combine(folder, name), string.Join('\n', lines) + "\n");
    Console.Out.WriteLine($"{lines.Count, 6} lines in {Path.Combine(folder, name)}");
}
