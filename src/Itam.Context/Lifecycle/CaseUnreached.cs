using System.Text.Json;
using Itam.Context.Work;

namespace Itam.Context.Lifecycle;

/// <summary>Work: this person could not be told of this case. Whoever talks to people puts it there; the case tells it to those who wait.</summary>
public sealed record CaseUnreached(Guid CaseId, Guid PersonId)
{
    public const string WorkKind = "case-unreached";

    public NewWork For(TenantId tenant) => new(tenant, WorkKind, $"{WorkKind}/{CaseId:N}", JsonSerializer.SerializeToUtf8Bytes(this));

    /// <exception cref="JsonException">Not the payload of this work.</exception>
    public static CaseUnreached Read(WorkItem item) =>
        JsonSerializer.Deserialize<CaseUnreached>(item.Payload) ?? throw new JsonException("The payload is null.");
}
