using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Matching;
using Itam.Context.Register;
using Microsoft.Extensions.Logging;

namespace Itam.Context.Sources;

/// <param name="Budget">For all sources together, while a ticket waits; zero asks nobody.</param>
public sealed record LiveOptions(TimeSpan Budget)
{
    public static readonly LiveOptions Default = new(TimeSpan.FromSeconds(1.5));

    /// <summary>Whose live value is believed.</summary>
    public Precedence Precedence { get; init; } = Precedence.Shipped;
}

/// <summary>
/// Asks the sources that can be asked quickly what they know right now: storage, check-in, compliance, encryption of a device; and whose devices are whose, where the register
/// knows none. All at once and within one budget; whoever is late or fails is left out, and the last known value stays with its age. The answer goes into the description only,
/// never into the register.
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

    internal Precedence Precedence => options.Precedence;

    /// <summary>The time that one ticket's questions may take together; it runs from now on.</summary>
    internal TimeBudget Begin(CancellationToken cancellationToken) => new(options.Budget, time, cancellationToken);

    /// <param name="device">Detached from the database; newer values are put into it.</param>
    /// <param name="identifiers">All its names in the register.</param>
    internal async Task RefreshAsync(TenantId tenant, Device device, Person? person, IReadOnlyList<DeviceIdentifier> identifiers, TimeBudget budget)
    {
        var question = new LiveQuestion(
            [.. (person?.Identities ?? []).Select(i => new PersonName(i.Kind, i.Value, i.Scope))],
            [.. identifiers.Select(i => new DeviceName(i.Kind, i.Value, i.Scope))]
        );
        Apply(device, [.. (await DevicesAsync(tenant, question, source => source.TellsVolatileFacts, budget)).Where(f => IsAbout(f, identifiers))]);
    }

    /// <summary>What every source knows of these people's devices or of these devices; empty where nobody answers in time.</summary>
    internal Task<ImmutableArray<DeviceFacts>> FindAsync(TenantId tenant, LiveQuestion question, TimeBudget budget) =>
        DevicesAsync(tenant, question, _ => true, budget);

    /// <summary>What of the person's licenses can be used right now.</summary>
    /// <returns>By license, as its source names it.</returns>
    internal async Task<IReadOnlyDictionary<RecordId, SeatState>> SeatsAsync(TenantId tenant, Person person, TimeBudget budget)
    {
        ImmutableArray<PersonName> names = [.. person.Identities.Select(i => new PersonName(i.Kind, i.Value, i.Scope))];
        var answers = await AskAllAsync<ILiveSeats, SeatNow>(tenant, _ => true, (source, token) => source.SeatsOfAsync(names, token), budget);
        return answers.GroupBy(a => new RecordId(a.By.Connection, a.Said.LicenseId)).ToDictionary(g => g.Key, g => g.Min(a => a.Said.State));
    }

    private async Task<ImmutableArray<DeviceFacts>> DevicesAsync(
        TenantId tenant,
        LiveQuestion question,
        Func<ILiveSource, bool> isAsked,
        TimeBudget budget
    )
    {
        var answers = await AskAllAsync<ILiveSource, DeviceRecord>(tenant, isAsked, (source, token) => source.LookUpAsync(question, token), budget);
        return [.. answers.Select(a => new DeviceFacts(new RecordId(a.By.Connection, a.Said.SourceId), a.By.Product, a.By.Role, a.Said))];
    }

    private async Task<IEnumerable<(ISource By, TSaid Said)>> AskAllAsync<TSource, TSaid>(
        TenantId tenant,
        Func<TSource, bool> isAsked,
        Func<TSource, CancellationToken, Task<IReadOnlyList<TSaid>>> ask,
        TimeBudget budget
    )
        where TSource : class
    {
        if (options.Budget <= TimeSpan.Zero)
        {
            return [];
        }

        var asked = sources.Sources.Where(s => s.Tenant == tenant && s is TSource live && isAsked(live));
        return (await Task.WhenAll(asked.Select(source => AskAsync(source, token => ask((TSource)source, token), budget.Token)))).SelectMany(a => a);
    }

    private async Task<IEnumerable<(ISource By, T Said)>> AskAsync<T>(
        ISource source,
        Func<CancellationToken, Task<IReadOnlyList<T>>> ask,
        CancellationToken budget
    )
    {
        try
        {
            // A source that does not look at its token must not hold the ticket up either.
            var said = await ask(budget).WaitAsync(budget);
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

    /// <summary>Puts the volatile values that are newer than what the device has into it.</summary>
    internal void Apply(Device device, ImmutableArray<DeviceFacts> live)
    {
        if (live.IsEmpty)
        {
            return;
        }

        var chosen = DeviceMerge.Merge(new DeviceCluster(live), Precedence, time.GetUtcNow()).ToDictionary(c => c.Property, StringComparer.Ordinal);
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
