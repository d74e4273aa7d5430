using Itam.Sandbox.Calls;
using Itam.Sandbox.Company;
using Itam.Sandbox.Faults;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Itam.Sandbox;

/// <summary>The emulated vendors on one loopback port, each below its own prefix.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxHost(WebApplication app, IReadOnlyList<IEmulatedDesk> desks, CallLog calls, Uri address)
    {
        _app = app;
        Desks = desks;
        Calls = calls;
        Address = address;
    }

    public Uri Address { get; }

    public IReadOnlyList<IEmulatedDesk> Desks { get; }

    public CallLog Calls { get; }

    /// <param name="port">0 takes a free one.</param>
    /// <param name="pastInTurn">Each past ticket was raised on one of the desks, as in a company that has several; otherwise each desk has them all.</param>
    /// <param name="more">Maps what is not a desk, e.g. the Sandbox page.</param>
    public static async Task<SandboxHost> StartAsync(
        SandboxCompany company,
        IReadOnlyList<IEmulatedDesk> desks,
        TimeProvider time,
        int port = 0,
        Action<WebApplication>? more = null,
        IReadOnlyList<IEmulatedSystem>? sources = null,
        bool pastInTurn = false
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRouting();
        var calls = new CallLog();
        builder.Services.AddSingleton(calls);
        var app = builder.Build();
        foreach (var (turn, desk) in desks.Index())
        {
            desk.Seed(pastInTurn ? company with { PastTickets = [.. company.PastTickets.Where((_, at) => at % desks.Count == turn)] } : company);
        }

        // What is mapped below (a page) goes first, so that it may live beside a system's API.
        app.UseWhen(
            context => context.GetEndpoint() is null,
            apis =>
            {
                foreach (var system in desks.Concat(sources ?? []))
                {
                    apis.Map("/" + system.Name, branch => Serve(branch, system, calls, time));
                }
            }
        );
        more?.Invoke(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SandboxHost(app, desks, calls, new Uri(address));
    }

    private static void Serve(IApplicationBuilder branch, IEmulatedSystem system, CallLog calls, TimeProvider time)
    {
        branch.UseMiddleware<CallLogMiddleware>(system.Name, calls, time);
        branch.UseMiddleware<FaultMiddleware>(system, time);
        branch.UseRouting();
        branch.UseEndpoints(system.Map);
        branch.Run(context =>
        {
            context.Response.StatusCode = 501;
            return Task.CompletedTask;
        });
    }

    public IEmulatedDesk Desk(string name) => Desks.First(d => d.Name == name);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        foreach (var desk in Desks)
        {
            await desk.Webhooks.DisposeAsync();
        }
    }
}
