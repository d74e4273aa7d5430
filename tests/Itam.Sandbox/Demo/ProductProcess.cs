using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Itam.Sandbox.Demo;

/// <summary>The product as a child process. Disposing it stops it: politely, then firmly.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private const int TailLines = 25;
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Queue<string> _tail = new();
    private readonly TimeProvider _time;

    private ProductProcess(Process process, StreamWriter log, TimeProvider time)
    {
        _process = process;
        _log = log;
        _time = time;
    }

    public bool Ended => _process.HasExited;

    /// <summary>Runs one command to its end; what it prints goes straight to the screen.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string server, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Command(server, arguments))!;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts a command that stays; what it prints goes to the log file.</summary>
    public static ProductProcess Start(string server, IEnumerable<string> arguments, string logPath, TimeProvider time)
    {
        var command = Command(server, arguments);
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        var product = new ProductProcess(new Process { StartInfo = command }, new StreamWriter(logPath) { AutoFlush = true }, time);
        product._process.OutputDataReceived += (_, line) => product.Keep(line.Data);
        product._process.ErrorDataReceived += (_, line) => product.Keep(line.Data);
        product._process.Start();
        product._process.BeginOutputReadLine();
        product._process.BeginErrorReadLine();
        return product;
    }

    /// <summary>Its last words.</summary>
    public string Tail()
    {
        lock (_tail)
        {
            return string.Join(Environment.NewLine, _tail);
        }
    }

    public Task WaitForEndAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            AskToStop();
            using var patience = new CancellationTokenSource(Patience, _time);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
        await _log.DisposeAsync();
    }

    private static ProcessStartInfo Command(string server, IEnumerable<string> arguments)
    {
        // We run under "dotnet" ourselves; the same one is right for the product.
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return new ProcessStartInfo(host, [server, .. arguments]) { UseShellExecute = false };
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_tail)
        {
            _log.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }

    private void AskToStop()
    {
        if (OperatingSystem.IsWindows() || Kill(_process.Id, SigTerm) != 0)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
