namespace Itam.Context.Storage;

/// <summary>A row that is evidence: <see cref="ItamDb"/> refuses to change or delete it.</summary>
public interface IAppendOnly;
