namespace Itam.Context.Register.Import;

/// <summary>Keeps a spreadsheet from running a cell as a formula (OWASP, "CSV Injection"): such cells get an apostrophe in front, which the import takes off.</summary>
internal static class FormulaGuard
{
    // A text that already begins with apostrophes and then a formula gets one more, so that taking one off restores it.
    public static string Protect(string cell) => IsRisky(cell.AsSpan().TrimStart('\'')) ? "'" + cell : cell;

    public static string Remove(string cell) => cell.Length > 1 && cell[0] == '\'' && IsRisky(cell.AsSpan().TrimStart('\'')) ? cell[1..] : cell;

    private static bool IsRisky(ReadOnlySpan<char> cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
