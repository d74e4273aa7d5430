namespace Itam.Context.Sources.Freshservice;

/// <summary>Something learned about the account that may change: a new plan, workspaces switched on.</summary>
internal sealed class Remembered(TimeProvider time, TimeSpan length)
{
    private long _until;

    public bool Holds => time.GetUtcNow().UtcTicks < Interlocked.Read(ref _until);

    public void Remember() => Interlocked.Exchange(ref _until, (time.GetUtcNow() + length).UtcTicks);
}
