namespace Itam.Context;

/// <summary>The customer (or part of one) that a row, key or connection belongs to: 1–64 characters of <c>a-z 0-9 -</c>.</summary>
public readonly record struct TenantId
{
    private readonly string? _value;

    private TenantId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default TenantId belongs to nobody; use TenantId.Parse.");

    /// <exception cref="FormatException">The text is empty, too long or has other characters.</exception>
    public static TenantId Parse(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? new TenantId(text)
            : throw new FormatException($"'{text}' is not a tenant name: use 1 to 64 characters of a-z, 0-9 and '-'.");

    public override string ToString() => Value;
}
