namespace Itam.Sandbox.Teams.Page;

/// <summary>Somebody whom a newcomer can play.</summary>
/// <param name="Part">"Has a full disk".</param>
/// <param name="Try">What is worth trying as this person.</param>
/// <param name="Says">Ready words for the text box.</param>
public sealed record CastMember(TeamsUser User, string Part, string Try, IReadOnlyList<string> Says);
