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
}
