using System.Diagnostics;

namespace Itam.Testing;

/// <summary>The command line as a person runs it: a process of its own in a folder of its own.</summary>
public sealed class ItamTool : IDisposable
{
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);

    public ItamTool() => Folder = Directory.CreateTempSubdirectory("itam-tool-").FullName;

    /// <summary>The working folder; the database is below it.</summary>
    public string Folder { get; }

    /// <summary>Sets one setting as an environment variable: "Connections:jira:Kind".</summary>
    public ItamTool With(string setting, string? value)
    {
        _environment["ITAM__" + setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        return this;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"itam {string.Join(' ', arguments)} did not end within a minute.");
        }

        return new ToolResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a command that stays; the caller stops it.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "itam.dll"), .. arguments])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed record ToolResult(int ExitCode, string Output, string Errors);
