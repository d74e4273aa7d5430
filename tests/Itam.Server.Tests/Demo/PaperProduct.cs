using System.Net.Http.Json;
using Itam.Sandbox;
using Itam.Server.Tests.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Itam.Server.Tests.Demo;

/// <summary>Stands in for itam.dll: the same commands, and a note that says what the ticket's description tells it to.</summary>
internal static class PaperProduct
{
    public const string DieAtOnce = "die-at-once";
    public const string Twice = "twice";
    public const string InPublic = "in public";

    /// <summary>What <c>--server</c> is given.</summary>
    public static string Path => typeof(PaperProduct).Assembly.Location;

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["import", .. var files, "--tenant", "demo", "--source", _, "--config", var config]:
                return File.Exists(config) && files.Length == 4 && files.All(File.Exists) ? 0 : 3;
            case ["history", "--config", var config]:
                return File.Exists(config) ? 0 : 3;
            case ["serve", "--config", var config]:
                return await ServeAsync(config);
            default:
                await Console.Error.WriteLineAsync($"No such command: {string.Join(' ', args)}");
                return 2;
        }
    }

    private static async Task<int> ServeAsync(string config)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddJsonFile(config);
        if (builder.Configuration["Connections:" + DieAtOnce + ":Kind"] is not null)
        {
            await Console.Error.WriteLineAsync("Cannot go on: no ink.");
            return 4;
        }

        await using var app = builder.Build();
        using var http = new HttpClient();
        app.MapGet("/health", () => Results.Ok());
        app.MapPost(
            "/webhooks/{desk}",
            (string desk, HttpRequest request) => WriteAsync(http, $"{app.Configuration[$"Connections:{desk}:BaseUrl"]}", request)
        );
        await app.RunAsync();
        return 0;
    }

    private static async Task WriteAsync(HttpClient http, string desk, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var ticket = $"{desk}/tickets/{await reader.ReadToEndAsync()}";
        var view = await http.GetFromJsonAsync<TicketView>(ticket);
        var text = view!.LinkedDevices is [var tag] ? SampleNote.Text(tag) : "Asset context\n? Unknown No device is known for this person.";
        var note = new PaperNote("<p>Paper</p>", text, view.Description == InPublic);
        for (var copy = 0; copy < (view.Description == Twice ? 2 : 1); copy++)
        {
            await http.PostAsJsonAsync($"{ticket}/notes", note);
        }
    }
}
