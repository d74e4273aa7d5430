namespace Itam.Context.Lifecycle.Equipment;

/// <summary>What a person asks for.</summary>
/// <param name="Reason">1–1,000 characters.</param>
/// <param name="LoanDays">For loaners; null: as long as the item allows.</param>
/// <param name="IdempotencyKey">The same for every delivery of one submit (the chat's activity id): a repeat gets the request that is there. At most 200 characters.</param>
public sealed record EquipmentAsk(string ItemId, string Reason, string IdempotencyKey, DateOnly? NeededBy = null, int? LoanDays = null);

/// <summary>What goes over the counter, or into the parcel.</summary>
/// <param name="Condition">E.g. "new", "scratched lid".</param>
/// <param name="Accessories">E.g. "charger, bag".</param>
/// <param name="DeviceTag">Asset tag or serial, where nothing was set aside before: of the thing just bought.</param>
public sealed record Kit(string? Condition = null, string? Accessories = null, string? DeviceTag = null);
