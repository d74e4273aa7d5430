using Itam.Context.Storage;

namespace Itam.Context.Register;

public sealed class License : ITenantOwned
{
    public string Tenant { get; set; } = "";
    public required Guid Id { get; init; }
    public required string Product { get; set; }
    public string? Publisher { get; set; }

    /// <summary>Entitlements owned; null where the source does not say.</summary>
    public int? Owned { get; set; }
    public DateOnly? RenewsOn { get; set; }
    public decimal? CostPerSeat { get; set; }
    public string? Currency { get; set; }
    public Dictionary<string, Origin> Origins { get; set; } = [];
    public List<Seat> Seats { get; init; } = [];
}
