namespace Itam.Context.Sources.SnipeIt;

/// <summary>A list that is walked. Archived assets are left out of the plain list (unless the instance's show_archived_in_list is on) and asked for on their own.</summary>
internal sealed record SnipeItList(string Key, string Path, int PageSize, params (string Name, string Value)[] Filter)
{
    public static readonly SnipeItList Users = new("users", "users", SnipeItClient.PageSize);
    public static readonly SnipeItList Hardware = new("hardware", "hardware", SnipeItClient.PageSize);
    public static readonly SnipeItList Archived = new("archived", "hardware", SnipeItClient.PageSize, ("status", "Archived"));

    /// <summary>Small pages: every license costs one more call for its seats.</summary>
    public static readonly SnipeItList Licenses = new("licenses", "licenses", 50);

    /// <summary>People first, so that whoever holds a device is known when it comes.</summary>
    public static readonly IReadOnlyList<SnipeItList> All = [Users, Hardware, Archived, Licenses];
}
