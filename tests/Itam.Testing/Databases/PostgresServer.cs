using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Itam.Testing.Databases;

/// <summary>
/// A private PostgreSQL for one test run: the one named by ITAM_TEST_POSTGRES ("Host=…", a user who may create databases), else a server of this machine's
/// postgresql package, started in a temporary folder on a free loopback port and stopped with the process.
/// </summary>
public sealed class PostgresServer
{
    private const string Remedy =
        "PostgreSQL is not installed, and these tests need it. Run ./test, it installs what is missing; or set ITAM_TEST_POSTGRES to \"Host=…\".";
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    private PostgresServer(string setting) => Setting = setting;

    /// <summary>A connection string without a database.</summary>
    public string Setting { get; }

    public static Task<PostgresServer> GetAsync() => Shared.Value;

    private static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ITAM_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new PostgresServer(given);
        }

        var bin = FindBinaries() ?? throw new InvalidOperationException(Remedy);
        var folder = Directory.CreateTempSubdirectory("itam-postgres-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres", folder]);
        }

        await RunAsync(
            Path.Combine(bin, "initdb"),
            ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C"],
            asPostgres: true
        );
        var port = FreePort();
        var server = Start(
            Path.Combine(bin, "postgres"),
            // No fsync: the tests ask about transactions, not about power cuts, and leave nothing behind.
            [
                "-D",
                data,
                "-p",
                $"{port}",
                "-k",
                folder,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200",
                "-c",
                "logging_collector=off",
            ],
            asPostgres: true
        );
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(server, folder);
        var setting = $"Host=127.0.0.1;Port={port};Username=postgres;Include Error Detail=true;Timeout=60;Command Timeout=120";
        await WaitUntilReadyAsync(setting, server);
        return new PostgresServer(setting);
    }

    private static string? FindBinaries()
    {
        const string Debian = "/usr/lib/postgresql";
        return Directory.Exists(Debian)
            ? Directory
                .GetDirectories(Debian)
                .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
                .Select(version => Path.Combine(version, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")))
            : null;
    }

    /// <summary>PostgreSQL refuses to run as root, so it runs as the user its package made.</summary>
    private static Process Start(string program, string[] arguments, bool asPostgres)
    {
        var become = asPostgres && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(become ? "setpriv" : program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        string[] all = become ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments] : arguments;
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start };
        process.Start();
        return process;
    }

    private static async Task RunAsync(string program, string[] arguments, bool asPostgres = false)
    {
        using var process = Start(program, arguments, asPostgres);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {errors}");
        }
    }

    private static async Task WaitUntilReadyAsync(string setting, Process server)
    {
        // Whatever it says must be read, or it blocks on a full pipe.
        var said = server.StandardError.ReadToEndAsync();
        _ = server.StandardOutput.ReadToEndAsync();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (server.HasExited)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {await said}");
            }

            try
            {
                await using var connection = new NpgsqlConnection(setting + ";Database=postgres;Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException)
            {
                // Not up yet.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        throw new InvalidOperationException("PostgreSQL did not answer within 30 s.");
    }

    /// <summary>In a process of its own, since the test runner gives this one too little time for it. QUIT is PostgreSQL's immediate shutdown, children included.</summary>
    private static void Stop(Process server, string folder)
    {
        const string Script = "kill -QUIT $0; for i in $(seq 50); do kill -0 $0 2>/dev/null || break; sleep 0.1; done; rm -rf \"$1\"";
        using var stopping = Process.Start("sh", ["-c", Script, $"{server.Id}", folder]);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
