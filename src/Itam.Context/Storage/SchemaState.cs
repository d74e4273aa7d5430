namespace Itam.Context.Storage;

/// <summary>How far a database is, seen without changing it.</summary>
public enum SchemaState
{
    /// <summary>There is nothing yet; the first start makes it.</summary>
    Empty,

    /// <summary>Made by an older version; the next start brings it up to date.</summary>
    Behind,
    Current,
}
