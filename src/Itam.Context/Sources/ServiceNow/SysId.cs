namespace Itam.Context.Sources.ServiceNow;

/// <summary>The key of every ServiceNow record: 32 hexadecimal characters, lower-case. Anything else never reaches a path or a query.</summary>
public readonly record struct SysId
{
    private const int Length = 32;
    private readonly string? _value;

    private SysId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default SysId names no record; use SysId.Of.");

    /// <returns>Null where the text is not exactly 32 hexadecimal characters.</returns>
    public static SysId? Of(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigit) ? new SysId(text.ToLowerInvariant()) : null;

    public override string ToString() => Value;
}
