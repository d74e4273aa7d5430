using System.Collections.Immutable;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources;

/// <param name="Budget">For all sources together, while a ticket waits; zero asks nobody.</param>
public sealed record LiveOptions(TimeSpan Budget)
{
    public static readonly LiveOptions Default = new(TimeSpan.FromSeconds(1.5));
}

/// <summary>
/// Asks the sources that can be asked quickly what they know of a device right now: storage, check-in, compliance, encryption. All at once and within one budget; whoever is late
/// or fails is left out, and the last known value stays with its age. The answer goes into the description only, never into the register.
/// </summary>
public sealed partial class LiveFacts(SourceDirectory sources, LiveOptions options, TimeProvider time, ILogger<LiveFacts> log)
{
    private static readonly DeviceField[] Volatile =
    [
        .. DeviceField.All.Where(f =>
            f.Property
                is nameof(Device.StorageTotalBytes)
                    or nameof(Device.StorageFreeBytes)
                    or nameof(Device.LastSeenAt)
                    or nameof(Device.LastBootAt)
                    or nameof(Device.Compliance)
                    or nameof(Device.Encryption)
        ),
    ];

    /// <param name="device">Detached from the database; newer values are put into it.</param>
    /// <param name="identifiers">All its names in the register.</param>
    public async Task RefreshAsync(
        TenantId tenant,
        Device device,
        Person? person,
        IReadOnlyList<DeviceIdentifier> identifiers,
        CancellationToken cancellationToken
    )
    {
        var asked = sources.Sources.Where(s => s.Tenant == tenant && s is ILiveSource).ToArray();
        if (asked.Length == 0 || options.Budget <= TimeSpan.Zero)
        {
            return;
        }

        var question = new LiveQuestion(
            [.. (person?.Identities ?? []).Select(i => new PersonName(i.Kind, i.Value, i.Scope))],
            [.. identifiers.Select(i => new DeviceName(i.Kind, i.Value, i.Scope))]
        );
        var answers = await AskAllAsync(asked, (source, budget) => ((ILiveSource)source).LookUpAsync(question, budget), cancellationToken);
        var facts = answers.Select(a => new DeviceFacts(new RecordId(a.By.Connection, a.Said.SourceId), a.By.Product, a.By.Role, a.Said));
        Apply(device, [.. facts.Where(f => IsAbout(f, identifiers))]);
    }

    /// <summary>What of the person's licenses can be used right now.</summary>
    /// <returns>By license, as its source names it.</returns>
    public async Task<IReadOnlyDictionary<RecordId, SeatState>> SeatsAsync(TenantId tenant, Person person, CancellationToken cancellationToken)
    {
        var asked = sources.Sources.Where(s => s.Tenant == tenant && s is ILiveSeats).ToArray();
        if (asked.Length == 0 || options.Budget <= TimeSpan.Zero)
        {
            return ImmutableDictionary<RecordId, SeatState>.Empty;
        }

        ImmutableArray<PersonName> names = [.. person.Identities.Select(i => new PersonName(i.Kind, i.Value, i.Scope))];
        var answers = await AskAllAsync(asked, (source, budget) => ((ILiveSeats)source).SeatsOfAsync(names, budget), cancellationToken);
        return answers.GroupBy(a => new RecordId(a.By.Connection, a.Said.LicenseId)).ToDictionary(g => g.Key, g => g.Min(a => a.Said.State));
    }

    private async Task<IEnumerable<(ISource By, T Said)>> AskAllAsync<T>(
        ISource[] asked,
        Func<ISource, CancellationToken, Task<IReadOnlyList<T>>> ask,
        CancellationToken cancellationToken
    )
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var deadline = new CancellationTokenSource(options.Budget, time);
        await using var stop = deadline.Token.Register(budget.Cancel);
        var answers = await Task.WhenAll(asked.Select(source => AskAsync(source, ask, budget.Token)));
        return answers.SelectMany(a => a);
    }

    private async Task<IEnumerable<(ISource By, T Said)>> AskAsync<T>(
        ISource source,
        Func<ISource, CancellationToken, Task<IReadOnlyList<T>>> ask,
        CancellationToken budget
    )
    {
        try
        {
            // A source that does not look at its token must not hold the ticket up either.
            var said = await ask(source, budget).WaitAsync(budget);
            return said.Select(s => (source, s));
        }
        catch (OperationCanceledException)
        {
            LogLate(source.Connection);
            return [];
        }
        catch (Exception failure)
        {
            // A ticket never waits for, or fails by, a source that has a bad moment.
            LogFailed(source.Connection, failure.Message);
            return [];
        }
    }

    private void Apply(Device device, ImmutableArray<DeviceFacts> live)
    {
        if (live.IsEmpty)
        {
            return;
        }

        var chosen = DeviceMerge
            .Merge(new DeviceCluster(live), Precedence.Shipped, time.GetUtcNow())
            .ToDictionary(c => c.Property, StringComparer.Ordinal);
        foreach (var field in Volatile)
        {
            if (
                chosen.TryGetValue(field.Property, out var choice)
                && device.OriginOf(field.Property) is var known
                && known is not { Locked: true }
                && (known is null || known.AsOf <= choice.Origin!.AsOf)
            )
            {
                field.Set(device, choice.Raw);
                device.Origins[field.Property] = choice.Origin!;
            }
        }
    }

    /// <summary>A person has several devices; only what is plainly this one counts.</summary>
    private static bool IsAbout(DeviceFacts facts, IReadOnlyList<DeviceIdentifier> identifiers) =>
        DeviceKeys
            .StrongOf(facts)
            .Any(k => k.Kind is not IdentifierKind.AssetTag && identifiers.Any(i => i.Kind == k.Kind && i.Scope == k.Scope && i.Value == k.Value));

    [LoggerMessage(1, LogLevel.Information, "{Connection} did not answer within the time a ticket waits; the last known values are shown")]
    private partial void LogLate(string connection);

    [LoggerMessage(2, LogLevel.Warning, "{Connection} could not be asked while a ticket waited; the last known values are shown: {Reason}")]
    private partial void LogFailed(string connection, string reason);
}
