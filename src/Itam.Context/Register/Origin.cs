namespace Itam.Context.Register;

/// <summary>Where a value comes from and how old it is. A locked value was entered by a human and no source may overwrite it.</summary>
/// <param name="UntilConfirmed">The lock ends when the sources say the same by themselves: a hand-over runs ahead of them, it does not contradict them.</param>
public sealed record Origin(string Source, DateTimeOffset AsOf, bool Locked = false, bool UntilConfirmed = false);
