namespace Itam.Context.Work;

/// <summary>Does one kind of work. Remote calls happen here, outside any transaction; database changes go into <see cref="WorkOutcome.Done.Commit"/>.</summary>
public interface IWorkHandler
{
    string Kind { get; }

    Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken);
}
