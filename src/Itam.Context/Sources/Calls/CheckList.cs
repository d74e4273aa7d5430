using Itam.Context.Connections;

namespace Itam.Context.Sources.Calls;

/// <summary>Runs checks one after the other; a failed one becomes a line with its remedy, and the rest goes on.</summary>
internal sealed class CheckList
{
    private readonly List<ConnectionCheck> _lines = [];

    public IReadOnlyList<ConnectionCheck> Lines => _lines;

    /// <returns>Whether it held.</returns>
    public async Task<bool> TryAsync(string what, Func<Task> check, string? remedy = null)
    {
        try
        {
            await check();
            _lines.Add(new ConnectionCheck(true, what));
            return true;
        }
        catch (ConnectionException failure)
        {
            _lines.Add(new ConnectionCheck(false, what, remedy is null ? failure.Message : $"{remedy} {failure.Message}"));
            return false;
        }
    }

    public void Add(ConnectionCheck? line)
    {
        if (line is not null)
        {
            _lines.Add(line);
        }
    }
}
