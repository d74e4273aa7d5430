using System.Text.Json;
using System.Text.Json.Serialization;
using Itam.Context.Work;

namespace Itam.Context.Lifecycle;

/// <summary>Work: tell this person about this case. Whoever talks to people handles it; the words and the state come from the case as it is by then.</summary>
/// <param name="Version">Of the case when the notice arose; the case may have moved on.</param>
public sealed record CaseNotice(Guid CaseId, Guid PersonId, CaseNoticeKind Kind, int Version)
{
    public const string WorkKind = "case-notice";

    private static readonly JsonSerializerOptions Wire = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Ordered per case and person: a person whose chat fails holds back nobody else.</summary>
    public NewWork For(TenantId tenant) =>
        new(tenant, WorkKind, $"{WorkKind}/{CaseId:N}/{PersonId:N}", JsonSerializer.SerializeToUtf8Bytes(this, Wire));

    /// <exception cref="JsonException">Not the payload of a notice.</exception>
    public static CaseNotice Read(WorkItem item) =>
        JsonSerializer.Deserialize<CaseNotice>(item.Payload, Wire) ?? throw new JsonException("The notice is null.");
}

/// <summary>Why a person is told.</summary>
public enum CaseNoticeKind
{
    /// <summary>To each who may decide.</summary>
    ApprovalAsked,

    /// <summary>To each who may decide and has not.</summary>
    Reminder,

    /// <summary>To those who are asked instead; the requester gets it too.</summary>
    Escalated,

    /// <summary>To the requester and to everybody who was asked, so that nobody decides again.</summary>
    Decided,

    /// <summary>To the stockroom: something is to be handed over or bought.</summary>
    StockroomAsked,
    ReadyToCollect,
    Shipped,

    /// <summary>To the recipient: confirm the kit.</summary>
    ConfirmAsked,
    Cancelled,
    LoanDueSoon,
    LoanOverdue,

    /// <summary>To the borrower: the stockroom wants it back earlier.</summary>
    LoanReclaimed,
    Returned,

    /// <summary>To the first in line: a loaner has become free and is reserved.</summary>
    WaitlistTurn,

    /// <summary>To the requester: somebody could not be told of it.</summary>
    Unreached,

    /// <summary>To whoever may have a card of it: the card becomes what it would be now, and nothing is said.</summary>
    Changed,
}
