namespace Itam.Context.Lifecycle.Equipment;

public sealed partial class EquipmentService
{
    /// <param name="comment">Required on refusal; at most 1,000 characters.</param>
    public Task<EquipmentOutcome> DecideAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        bool approve,
        string? comment,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            comment,
            approve ? new EquipmentCommand.Approve(Words(comment)) : new EquipmentCommand.Refuse(Words(comment) ?? ""),
            cancellationToken
        );

    /// <summary>Somebody else may decide too, until the first word falls.</summary>
    public Task<EquipmentOutcome> DelegateAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        Guid toPersonId,
        string? comment,
        CancellationToken cancellationToken
    ) =>
        MoveAsync(
            tenant,
            actorId,
            requestId,
            comment,
            async (move, token) =>
                await ActiveAsync(move.Transaction.Db, toPersonId, token) is null
                    ? new EquipmentVerdict.Invalid("to", InvalidReason.UnknownPerson, "This person is not in the register, or has left.")
                    : await move.ApplyAsync(new EquipmentCommand.Delegate(toPersonId, Words(comment)), token),
            cancellationToken
        );

    /// <param name="comment">Required of the stockroom.</param>
    public Task<EquipmentOutcome> CancelAsync(TenantId tenant, Guid actorId, Guid requestId, string? comment, CancellationToken cancellationToken) =>
        MoveAsync(tenant, actorId, requestId, comment, new EquipmentCommand.Cancel(Words(comment)), cancellationToken);

    private Task<EquipmentOutcome> MoveAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        string? said,
        EquipmentCommand command,
        CancellationToken cancellationToken
    ) => MoveAsync(tenant, actorId, requestId, said, (move, token) => move.ApplyAsync(command, token), cancellationToken);

    /// <param name="said">What the person wrote.</param>
    private async Task<EquipmentOutcome> MoveAsync(
        TenantId tenant,
        Guid actorId,
        Guid requestId,
        string? said,
        Func<Move, CancellationToken, Task<EquipmentVerdict>> body,
        CancellationToken cancellationToken
    )
    {
        if (said?.Length > LongestText)
        {
            return new EquipmentOutcome.Invalid("comment", InvalidReason.TooLong, $"Use at most {LongestText} characters.");
        }

        try
        {
            var outcome = await database.WriteAsync(
                tenant,
                async (db, token) =>
                {
                    var transaction = await EquipmentTransaction.BeginAsync(db, settings, time.GetUtcNow(), token);
                    if (await ActiveAsync(db, actorId, token) is not { } person)
                    {
                        return new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownPerson);
                    }

                    var views = new EquipmentViews(db, settings, transaction.Now);
                    var row = await transaction.FindAsync(requestId, token);
                    if (row is null || views.RoleOf(row.Read(), person) == ViewerRole.None)
                    {
                        return new EquipmentOutcome.NotAllowed(NotAllowedReason.UnknownRequest);
                    }

                    var verdict = await body(new Move(transaction, row, new Actor(person.Id, transaction.Staff.IsStockroom(person))), token);
                    if (verdict is not (EquipmentVerdict.Granted or EquipmentVerdict.TooLate))
                    {
                        // Half of a move (reserved, but not handed over) must not stay.
                        throw new RefusedException(OutcomeOf(verdict));
                    }

                    await db.SaveChangesAsync(token);
                    var view = await views.ViewAsync(row, person, token);
                    return verdict is EquipmentVerdict.TooLate(var because)
                        ? new EquipmentOutcome.TooLate(
                            view,
                            because.What,
                            because.By is { } by ? await transaction.Staff.RefAsync(by, token) : null,
                            because.At
                        )
                        : (EquipmentOutcome)new EquipmentOutcome.Accepted(view);
                },
                cancellationToken
            );
            signal.Notify();
            return outcome;
        }
        catch (RefusedException refused)
        {
            return refused.Outcome;
        }
    }

    private static EquipmentOutcome OutcomeOf(EquipmentVerdict verdict) =>
        verdict switch
        {
            EquipmentVerdict.NotAllowed(var reason) => new EquipmentOutcome.NotAllowed(reason),
            EquipmentVerdict.Invalid(var field, var reason, var problem) => new EquipmentOutcome.Invalid(field, reason, problem),
            _ => throw new InvalidOperationException($"{verdict.GetType().Name} is no refusal."),
        };

    private static string? Words(string? text) => text?.Trim() is { Length: > 0 } words ? words : null;

    private sealed record Move(EquipmentTransaction Transaction, EquipmentRow Row, Actor Actor)
    {
        /// <returns>Null: go ahead.</returns>
        public EquipmentVerdict? May(EquipmentAction action) => EquipmentRights.Refusal(Row.Read(), action, Actor);

        public Task<EquipmentVerdict> ApplyAsync(EquipmentCommand command, CancellationToken cancellationToken) =>
            Transaction.ApplyAsync(Row, command, Actor, cancellationToken);
    }

    /// <summary>Rolls the transaction back.</summary>
    private sealed class RefusedException(EquipmentOutcome outcome) : Exception
    {
        public EquipmentOutcome Outcome { get; } = outcome;
    }
}
