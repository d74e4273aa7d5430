namespace Itam.Context.Connections;

/// <summary>One line of <c>itam doctor</c>.</summary>
/// <param name="What">What was checked, as a statement that should be true.</param>
/// <param name="Remedy">What to do, when <paramref name="Ok"/> is false.</param>
public sealed record ConnectionCheck(bool Ok, string What, string? Remedy = null);
