using System.Collections.Immutable;
using Itam.Context.Connections;
using Itam.Context.Desks;
using Itam.Context.Sources.Records;

namespace Itam.Context.Sources;

/// <summary>What a system is to us; decides which of its values win (see the precedence table) and how long they stay fresh.</summary>
public enum SourceRole
{
    /// <summary>The register of record people keep by hand: asset management, a desk's asset store, a CSV.</summary>
    AssetRegister,
    DeviceManagement,
    EndpointProtection,
    RemoteMonitoring,
    Directory,

    /// <summary>Whoever sold or made the device.</summary>
    Reseller,
    WarrantyVendor,
}

/// <summary>One connected system that already holds facts. Only read, unless it offers a <see cref="Writer"/>; every failure is a <see cref="ConnectionException"/>.</summary>
public interface ISource
{
    string Connection { get; }

    TenantId Tenant { get; }

    /// <summary>What people and origins call it: the product's own name.</summary>
    string Product { get; }

    SourceRole Role { get; }

    /// <summary>What the system is where it speaks of people; a directory that also manages devices says so.</summary>
    SourceRole PeopleRole => Role;

    /// <summary>What people and licenses are said to come from, where the product's parts have names of their own.</summary>
    string PeopleProduct => Product;

    /// <inheritdoc cref="PeopleProduct"/>
    string LicensesProduct => Product;

    /// <summary>Null unless the administrator allowed writing to a system that can be written.</summary>
    IAssetWriter? Writer => null;

    /// <summary>
    /// Reads page by page, so that memory stays flat. A full read yields everything there is; an incremental one what changed since
    /// <see cref="SourceRead.HighWater"/> (a source that cannot do that reads fully). Only the last page of a read that saw everything may be
    /// <see cref="SourcePage.Complete"/>: nothing is ever found missing by a read that broke off.
    /// </summary>
    IAsyncEnumerable<SourcePage> ReadAsync(SourceRead read, CancellationToken cancellationToken);

    /// <summary>Signs in and looks around, for <c>itam doctor</c>; says so when a credential ends within 30, 7 or 1 days.</summary>
    Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="HighWater">Where the last read ended, in the source's own words; null reads everything.</param>
/// <param name="ResumeFrom">Where a broken read stopped, in the source's own words; null starts at the beginning.</param>
public sealed record SourceRead(string? HighWater, string? ResumeFrom)
{
    public static readonly SourceRead Everything = new(null, null);

    public bool IsIncremental => HighWater is not null;

    /// <summary>Where the last read ended, also when everything is read; null before the first.</summary>
    public string? LastHighWater { get; init; } = HighWater;
}

/// <summary>A page of a read.</summary>
/// <param name="ResumeFrom">Continues after this page; null where the source cannot resume.</param>
/// <param name="Total">How many records there are in all, where the source says so; drives the progress bar.</param>
/// <param name="Rejected">Entries that could not be read, each with a reason; the others are good.</param>
public sealed record SourcePage(
    ImmutableArray<SourceRecord> Records,
    string? ResumeFrom = null,
    int? Total = null,
    ImmutableArray<SourceReject> Rejected = default
)
{
    /// <summary>
    /// Ids of people whom the source says it no longer has. What it said of them last stays, but they are not active any more; an id that it never listed is
    /// passed over.
    /// </summary>
    public ImmutableArray<string> GonePeople { get; init; } = [];

    /// <summary>Set on the last page: the next incremental read starts here.</summary>
    public string? HighWater { get; init; }

    /// <summary>True on the last page of a verified full walk: what it did not contain is missing in the source.</summary>
    public bool Complete { get; init; }

    /// <summary>The kinds of records that a <see cref="Complete"/> walk listed whole; null where it did so with every kind.</summary>
    public ImmutableArray<RecordKind>? CompleteFor { get; init; }
}

public sealed record SourceReject(string SourceId, string Reason);

/// <summary>A source that can be asked while a ticket waits, within a small time budget.</summary>
public interface ILiveSource
{
    /// <summary>False for a source that knows none of the values that change by the hour (storage, check-in, restart, compliance, encryption); it is only asked
    /// whose devices are whose.</summary>
    bool TellsVolatileFacts => true;

    /// <summary>What the source knows now of these people's devices or of these devices; empty when it cannot be asked that way.</summary>
    Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken);
}

/// <summary>A source that can say, while a ticket waits, whether what a person was assigned can be used.</summary>
public interface ILiveSeats
{
    /// <returns>The person's seats now; empty when the source does not know the person.</returns>
    Task<IReadOnlyList<SeatNow>> SeatsOfAsync(ImmutableArray<PersonName> person, CancellationToken cancellationToken);
}

/// <param name="LicenseId">The source's own key of the license, as in <see cref="SourceRecord.SourceId"/>.</param>
public sealed record SeatNow(string LicenseId, Register.SeatState State);

/// <param name="Device">Identifiers of the device in question; <see cref="Register.IdentifierKind.SourceId"/> with this connection's scope is the strongest.</param>
public sealed record LiveQuestion(ImmutableArray<PersonName> Person, ImmutableArray<DeviceName> Device);

/// <summary>A vendor that tells the warranty of serials. Never called while a ticket waits; asked in batches, every 30 to 90 days per serial.</summary>
public interface IWarrantySource
{
    string Connection { get; }

    TenantId Tenant { get; }

    string Product { get; }

    /// <summary>Serials per call.</summary>
    int BatchSize { get; }

    /// <summary>True for a manufacturer (as normalised by Matching) whose devices this vendor knows.</summary>
    bool Covers(string manufacturer);

    /// <summary>One answer per serial, in any order; a serial that is left out was not answered and is asked again.</summary>
    Task<IReadOnlyList<WarrantyAnswer>> LookUpAsync(IReadOnlyList<WarrantyQuestion> devices, CancellationToken cancellationToken);

    Task<IReadOnlyList<ConnectionCheck>> CheckAsync(CancellationToken cancellationToken);
}

public sealed record WarrantyQuestion(string Serial, string? Model, string? ProductNumber, string? Country);

/// <param name="Lookup">Found with entitlements, NoneFound, or Failed for this serial only.</param>
public sealed record WarrantyAnswer(
    string Serial,
    Register.WarrantyLookup Lookup,
    ImmutableArray<WarrantyFact> Entitlements,
    DateOnly? ShippedOn = null
);

/// <summary>A directory that knows its groups.</summary>
public interface IGroupDirectory
{
    /// <param name="directoryId">The person's object id.</param>
    /// <param name="groupId">The group's object id; members of groups within it count.</param>
    Task<bool> IsMemberAsync(string directoryId, string groupId, CancellationToken cancellationToken);
}
