using Itam.Context.Matching;
using Itam.Context.Register;
using Itam.Context.Storage;

namespace Itam.Context.Sources.Records;

public enum RecordKind
{
    Device,
    Person,
    License,
}

/// <summary>What one source said last about one thing. The register can be computed from these again, so that every merge can be undone.</summary>
public sealed class StoredRecord : ITenantOwned
{
    public string Tenant { get; set; } = "";

    /// <summary>Empty for the register's own record: what was imported, typed or learned, kept apart from what sources say.</summary>
    public required string Connection { get; init; }
    public required RecordKind Kind { get; init; }
    public required string SourceId { get; init; }

    /// <summary>Named as the origin of its values.</summary>
    public required string Product { get; set; }
    public required SourceRole Role { get; set; }

    /// <summary>The neutral record, as <see cref="RecordJson"/> writes it.</summary>
    public string Json { get; set; } = "";

    /// <summary>SHA-256 of the record as it was read.</summary>
    public string Hash { get; set; } = "";
    public DateTimeOffset AsOf { get; set; }

    /// <summary>The run of its connection in which it was last seen.</summary>
    public long SeenInRun { get; set; }

    /// <summary>Complete walks in a row that did not contain it.</summary>
    public int MissingRuns { get; set; }

    /// <summary>Set after two of them: the record counts no more, but comes back when the source has it again.</summary>
    public DateTimeOffset? TombstonedAt { get; set; }

    /// <summary>A name that it gives to somebody or something else has come, gone or moved since it was last computed.</summary>
    public bool Waits { get; set; }
    public Guid? DeviceId { get; set; }
    public Guid? PersonId { get; set; }
    public Guid? LicenseId { get; set; }

    /// <summary>Where the values of the register's own record come from; empty for a source's.</summary>
    public Dictionary<string, Origin> Origins { get; set; } = [];

    public RecordId Id => new(Connection, SourceId);
}

/// <summary>How far a connection has been read, and how the last run went.</summary>
public sealed class SyncState : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required string Connection { get; init; }
    public required string Product { get; set; }

    /// <summary>Counts up; a run that goes on where a broken one stopped keeps its number.</summary>
    public long Run { get; set; }
    public bool RunIsFull { get; set; }
    public string? HighWater { get; set; }
    public string? ResumeFrom { get; set; }
    public DateTimeOffset? LastStartedAt { get; set; }
    public DateTimeOffset? LastFinishedAt { get; set; }
    public DateTimeOffset? LastFullAt { get; set; }
    public int Seen { get; set; }
    public int New { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }
    public int Rejected { get; set; }
    public int Missing { get; set; }

    /// <summary>For an administrator; null after a run that ended well.</summary>
    public string? LastError { get; set; }
}

/// <summary>One record of a doubt that a person should settle; all records of a doubt share its id.</summary>
public sealed class MatchReview : ITenantOwned
{
    public string Tenant { get; set; } = "";

    /// <summary>The same doubt has the same id, whenever it is found.</summary>
    public required string ReviewId { get; init; }
    public required string Connection { get; init; }
    public required string SourceId { get; init; }
    public required ReviewReason Reason { get; init; }

    /// <summary>For people.</summary>
    public required string Words { get; init; }
    public required DateTimeOffset FoundAt { get; init; }
}
