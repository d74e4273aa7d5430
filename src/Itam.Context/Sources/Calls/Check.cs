using Itam.Context.Connections;

namespace Itam.Context.Sources.Calls;

internal static class Check
{
    /// <summary>Asks, and tells the outcome as a line of <c>itam doctor</c>. A passing failure needs no remedy of ours.</summary>
    public static async Task<ConnectionCheck> ThatAsync(string what, string remedy, Func<Task> ask)
    {
        try
        {
            await ask();
            return new ConnectionCheck(true, what);
        }
        catch (ConnectionException failure)
        {
            return new ConnectionCheck(false, what, failure.Failure == ConnectionFailure.Retry ? failure.Message : $"{failure.Message} {remedy}");
        }
    }

    /// <summary>An address that has a usual value.</summary>
    public static Uri Address(SettingsReader reader, string name, string usual) => reader.Has(name) ? reader.Url(name, usual) : new Uri(usual);
}
