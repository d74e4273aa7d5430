namespace Itam.Context.Register;

/// <summary>Where a value comes from and how old it is. A locked value was entered by a human and no source may overwrite it.</summary>
public sealed record Origin(string Source, DateTimeOffset AsOf, bool Locked = false);
