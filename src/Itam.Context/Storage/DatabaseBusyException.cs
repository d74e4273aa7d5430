namespace Itam.Context.Storage;

/// <summary>Another process works on the schema and does not end. The message is the rest of a sentence that begins with the database.</summary>
public sealed class DatabaseBusyException(string message) : Exception(message);
