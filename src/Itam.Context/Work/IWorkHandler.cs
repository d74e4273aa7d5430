namespace Itam.Context.Work;

/// <summary>Does one kind of work. Remote calls happen here, outside any transaction; database changes go into <see cref="WorkOutcome.Done.Commit"/>.</summary>
public interface IWorkHandler
{
    string Kind { get; }

    WorkLane Lane => WorkLane.Live;

    Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken);
}

/// <summary>Who waits for a kind of work. What nobody waits for may hold only a few of a process's places, so that tickets always find one.</summary>
public enum WorkLane
{
    /// <summary>A ticket or a person.</summary>
    Live,

    /// <summary>Short rounds by a timer. Apart from the walks, which would keep them waiting for hours.</summary>
    Rounds,

    /// <summary>Reads a whole system, for minutes to hours.</summary>
    Walks,
}
