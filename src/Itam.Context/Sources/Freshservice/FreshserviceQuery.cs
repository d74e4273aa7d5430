namespace Itam.Context.Sources.Freshservice;

/// <summary>
/// Builds the filter strings of the API: the whole in double quotes, at most 512 characters, texts in single quotes (api.freshservice.com, Filter Assets).
/// Text from people goes through here only.
/// </summary>
internal static class FreshserviceQuery
{
    private const int MaxLength = 512;

    /// <summary>Every workspace instead of the primary one.</summary>
    public const string AllWorkspaces = "\"workspace_id:0\"";

    /// <returns>The query, or null where no query can express this value: it holds a double quote or a control character, or is too long.</returns>
    public static string? Equal(string field, string value)
    {
        if (value.Length == 0 || value.Any(c => c == '"' || char.IsControl(c)))
        {
            return null;
        }

        var text = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        var query = $"\"{field}:'{text}'\"";
        return query.Length <= MaxLength ? query : null;
    }
}
