namespace Itam.Context.Register.Import.Values;

/// <summary>Yes and no, in the words of exports.</summary>
internal static class Flags
{
    public static Cell<bool> Parse(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "yes"
            or "y"
            or "true"
            or "1"
            or "x"
            or "on"
            or "enabled"
            or "active"
            or "ja"
            or "j"
            or "wahr"
            or "an"
            or "aktiv"
            or "vip"
            or "employed" => true,
            "no"
            or "n"
            or "false"
            or "0"
            or "off"
            or "disabled"
            or "inactive"
            or "nein"
            or "falsch"
            or "aus"
            or "inaktiv"
            or "terminated"
            or "left" => false,
            _ => Cell<bool>.Bad("This is neither yes nor no. Write yes or no."),
        };

    public static string Print(bool flag) => flag ? "yes" : "no";
}
