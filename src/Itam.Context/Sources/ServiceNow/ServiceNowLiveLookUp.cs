using System.Collections.Immutable;
using Itam.Context.Matching;
using Itam.Context.Register;
using static Itam.Context.Sources.ServiceNow.ServiceNowAssetTables;

namespace Itam.Context.Sources.ServiceNow;

/// <summary>Hardware asked for while a ticket waits: by its ids and serial, else by who holds it. Two calls at most, within the connection's own four at a time.</summary>
internal sealed class ServiceNowLiveLookUp(ServiceNowClient client, ServiceNowAssetRows rows)
{
    /// <summary>More is no question about a device or a person.</summary>
    private const int MaxRows = 25;

    private static readonly ImmutableArray<(IdentityKind Kind, string Field)> Ways =
    [
        (IdentityKind.Email, "assigned_to.email"),
        (IdentityKind.Upn, "assigned_to.user_name"),
        (IdentityKind.EmployeeNumber, "assigned_to.employee_number"),
    ];

    public async Task<IReadOnlyList<DeviceRecord>> LookUpAsync(LiveQuestion question, CancellationToken cancellationToken)
    {
        var found = await FindAsync(OfDevices(question), cancellationToken);
        if (found.IsEmpty && OfPerson(question) is { } holder)
        {
            var retired = QueryTerm.IsNot("install_status", QueryValue.Constant(Retired));
            found = await FindAsync(holder, cancellationToken, retired);
        }

        return [.. (await rows.DevicesAsync(found, bulk: false, cancellationToken)).Select(d => d.Record).OfType<DeviceRecord>()];
    }

    private async Task<ImmutableArray<ServiceNowRecord>> FindAsync(
        ImmutableArray<QueryTerm> anyOf,
        CancellationToken cancellationToken,
        params ImmutableArray<QueryTerm> and
    )
    {
        if (anyOf.IsEmpty)
        {
            return [];
        }

        var query = EncodedQuery.Where(anyOf);
        query = (and.IsEmpty ? query : query.And(and)).NewestFirst("sys_updated_on");
        return (await client.QueryAsync(Devices, query, OfDevice.Prepend("sys_id"), MaxRows, cancellationToken)).Records;
    }

    private ImmutableArray<QueryTerm> OfDevices(LiveQuestion question)
    {
        var ids = question
            .Device.Where(n => n.Kind == IdentifierKind.SourceId && n.Scope == client.Connection)
            .Select(n => SysId.Of(n.Value))
            .OfType<SysId>()
            .Select(QueryValue.Of)
            .ToList();
        var serials = question
            .Device.Where(n => n.Kind == IdentifierKind.Serial && Identifiers.Normalise(n.Kind, n.Value) is not null)
            .Select(n => QueryValue.Of(n.Value))
            .OfType<QueryValue>()
            .Distinct();
        QueryTerm[] byId = ids.Count == 0 ? [] : [QueryTerm.OneOf("ci", ids), QueryTerm.OneOf("sys_id", ids)];
        return [.. byId, .. serials.Select(s => QueryTerm.Is("serial_number", s))];
    }

    /// <summary>The account if it is known, else the surest other name.</summary>
    private ImmutableArray<QueryTerm>? OfPerson(LiveQuestion question)
    {
        var accounts = question
            .Person.Where(n => n.Kind == IdentityKind.Account && n.Scope == client.Connection)
            .Select(n => SysId.Of(n.Value))
            .OfType<SysId>()
            .Select(QueryValue.Of)
            .ToList();
        return accounts.Count > 0
            ? [QueryTerm.OneOf("assigned_to", accounts)]
            : Ways.Select(w =>
                    (ImmutableArray<QueryTerm>?)
                        [
                            .. question
                                .Person.Where(n => n.Kind == w.Kind)
                                .Select(n => QueryValue.Of(n.Value))
                                .OfType<QueryValue>()
                                .Select(v => QueryTerm.Is(w.Field, v)),
                        ]
                )
                .FirstOrDefault(terms => terms is { IsEmpty: false });
    }
}
