namespace Itam.Context.Register;

/// <summary>Normal form of the names of people: trimmed and lower-case; e-mails without a mailto: prefix.</summary>
public static class IdentityNames
{
    /// <returns>The stored form, or null where the value names nobody.</returns>
    public static string? Normalise(IdentityKind kind, string? raw)
    {
        var value = raw?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (kind is IdentityKind.Email)
        {
            value = value.StartsWith("mailto:", StringComparison.Ordinal) ? value["mailto:".Length..] : value;
            return value.Contains('@', StringComparison.Ordinal) ? value : null;
        }

        return value;
    }
}
