namespace Itam.Sandbox.Freshservice;

internal sealed class StoredPerson
{
    public required long Id { get; init; }
    public required bool IsAgent { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string? Email { get; init; }
    public string[] SecondaryEmails { get; init; } = [];
    public required string TimeZone { get; init; }
    public required bool Vip { get; init; }
    public required string JobTitle { get; init; }

    /// <summary>The company's e-mail, whether or not the desk shows it.</summary>
    public required string CompanyEmail { get; init; }

    public string Name => $"{FirstName} {LastName}".Trim();
}

internal sealed class StoredAsset
{
    public required long Id { get; init; }
    public required long DisplayId { get; init; }
    public required string Name { get; set; }
    public required string Tag { get; set; }
    public required string Serial { get; set; }
    public required long AssetTypeId { get; init; }
    public required long WorkspaceId { get; set; }
    public required long? UserId { get; init; }
    public required string State { get; set; }
    public required string? Os { get; init; }
    public required string Product { get; init; }
    public required DateOnly? WarrantyEnd { get; set; }
    public DateOnly? PurchasedOn { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class StoredTicket
{
    public required long Id { get; init; }
    public required string Type { get; init; }
    public required string Subject { get; set; }

    /// <summary>HTML.</summary>
    public required string Description { get; set; }
    public required string DescriptionText { get; set; }
    public required long? RequesterId { get; init; }
    public long? RequestedForId { get; set; }
    public int Status { get; set; } = 2;
    public int Priority { get; set; } = 1;
    public string[] Tags { get; init; } = [];
    public long WorkspaceId { get; set; } = FreshserviceState.PrimaryWorkspace;
    public bool Deleted { get; set; }
    public List<long> Assets { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    public string Number => (Type == "Service Request" ? "SR-" : "INC-") + Id;
}

internal sealed class StoredConversation
{
    public required long Id { get; init; }
    public required long TicketId { get; init; }
    public required long UserId { get; init; }
    public required string Body { get; set; }
    public required bool Private { get; init; }

    /// <summary>0 reply, 2 note.</summary>
    public int Source { get; init; } = 2;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class StoredApplication
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required string Status { get; init; }
    public required List<(string Status, int Count, DateOnly? End)> Contracts { get; init; }

    /// <summary>Who has been given a license, and who only ran it.</summary>
    public required List<(long UserId, bool Licensed)> Users { get; init; }
}
