using Itam.Context.Register;

namespace Itam.Context.Matching;

/// <summary>One field that is won as a whole: how a record says it and where it goes. Properties that mean nothing apart (a cost and its currency) are one field.</summary>
/// <param name="Property">Its name in the precedence table and in <see cref="Device.Origins"/>.</param>
/// <param name="Said">Null where the record does not say.</param>
/// <param name="Set">Null empties it.</param>
internal sealed record DeviceField(string Property, Func<DeviceFacts, object?> Said, Action<Device, object?> Set)
{
    public static IReadOnlyList<DeviceField> All { get; } =
    [
        Of(nameof(Device.Name), f => Named(f.Said.Hostname), (d, v) => d.Name = v),
        Of(
            nameof(Device.Serial),
            f => Identifiers.Normalise(IdentifierKind.Serial, f.Said.Serial) is null ? null : f.Said.Serial!.Trim(),
            (d, v) => d.Serial = v
        ),
        Of(
            nameof(Device.AssetTag),
            f => Identifiers.Normalise(IdentifierKind.AssetTag, f.Said.AssetTag) is null ? null : f.Said.AssetTag!.Trim(),
            (d, v) => d.AssetTag = v
        ),
        Value<DeviceType>(nameof(Device.Type), f => f.Said.Type, (d, v) => d.Type = v ?? default),
        Value<Platform>(nameof(Device.Platform), f => f.Said.Platform, (d, v) => d.Platform = v ?? default),
        Of(nameof(Device.Manufacturer), f => Manufacturers.Normalise(f.Said.Manufacturer), (d, v) => d.Manufacturer = v),
        Of(nameof(Device.Model), f => Named(f.Said.Model), (d, v) => d.Model = v),
        Of(nameof(Device.ModelId), f => Named(f.Said.ModelId), (d, v) => d.ModelId = v),
        new(
            nameof(Device.State),
            f => f.Said.State is { } state and not LifecycleState.Unknown ? (state, Text(f.Said.SourceState)) : null,
            (d, v) => (d.State, d.SourceState) = ((LifecycleState, string?)?)v ?? default
        ),
        Flag(nameof(Device.Shared), f => f.Said.Shared, (d, v) => d.Shared = v ?? false),
        Of(nameof(Device.Location), f => Text(f.Said.Location), (d, v) => d.Location = v),
        new(
            nameof(Device.AssignedToId),
            f => f.Said.Unassigned ? Nobody : (object?)f.HolderId,
            (d, v) => d.AssignedToId = v is Guid holder && holder != Nobody ? holder : null
        ),
        Of(nameof(Device.OsName), f => Text(f.Said.OsName), (d, v) => d.OsName = v),
        Of(nameof(Device.OsVersion), f => Text(f.Said.OsVersion), (d, v) => d.OsVersion = v),
        Any<long>(nameof(Device.StorageTotalBytes), f => f.Said.StorageTotalBytes, (d, v) => d.StorageTotalBytes = v),
        Any<long>(nameof(Device.StorageFreeBytes), f => f.Said.StorageFreeBytes, (d, v) => d.StorageFreeBytes = v),
        Any<DateTimeOffset>(nameof(Device.LastSeenAt), f => Milliseconds(f.Said.LastSeenAt), (d, v) => d.LastSeenAt = v),
        Any<DateTimeOffset>(nameof(Device.LastBootAt), f => Milliseconds(f.Said.LastBootAt), (d, v) => d.LastBootAt = v),
        Value<Encryption>(nameof(Device.Encryption), f => f.Said.Encryption, (d, v) => d.Encryption = v ?? default),
        Value<Compliance>(nameof(Device.Compliance), f => f.Said.Compliance, (d, v) => d.Compliance = v ?? default),
        Any<bool>(nameof(Device.Managed), f => f.Said.Managed, (d, v) => d.Managed = v),
        Value<Protection>(nameof(Device.Protection), f => f.Said.Protection, (d, v) => d.Protection = v ?? default),
        Value<Ownership>(nameof(Device.Ownership), f => f.Said.Ownership, (d, v) => d.Ownership = v ?? default),
        Any<DateOnly>(nameof(Device.PurchasedOn), f => f.Said.PurchasedOn, (d, v) => d.PurchasedOn = v),
        new(
            nameof(Device.Cost),
            f => f.Said.Cost is { } cost ? (cost, Text(f.Said.Currency)) : null,
            (d, v) => (d.Cost, d.Currency) = v is ValueTuple<decimal, string?>(var amount, var currency) ? ((decimal?)amount, currency) : (null, null)
        ),
        Any<DateOnly>(nameof(Device.EndOfLifeOn), f => f.Said.EndOfLifeOn, (d, v) => d.EndOfLifeOn = v),
        Any<DateOnly>(nameof(Device.RefreshDueOn), f => f.Said.RefreshDueOn, (d, v) => d.RefreshDueOn = v),
        Any<DateOnly>(nameof(Device.LeaseEndsOn), f => f.Said.LeaseEndsOn, (d, v) => d.LeaseEndsOn = v),
        Any<DateOnly>(nameof(Device.LoanDueOn), f => f.Said.LoanDueOn, (d, v) => d.LoanDueOn = v),
    ];

    /// <summary>The value that says plainly that nobody holds the device.</summary>
    public static readonly Guid Nobody = Guid.Empty;

    /// <summary>The same to people: whoever says nothing about the holder and whoever says nobody, and a state in other words.</summary>
    public static bool AreSame(object? one, object? other)
    {
        return Equals(Core(one), Core(other));

        static object? Core(object? value) =>
            value switch
            {
                Guid id when id == Nobody => null,
                ValueTuple<LifecycleState, string?>(var state, _) => state,
                _ => value,
            };
    }

    /// <summary>For people.</summary>
    public static string Print(object? value) =>
        value switch
        {
            null => "nothing",
            Guid id when id == Guid.Empty => "nobody",
            (LifecycleState state, null) => state.ToString(),
            (LifecycleState state, string words) => $"{state} ({words})",
            (decimal cost, var currency) => FormattableString.Invariant($"{cost} {currency}").TrimEnd(),
            DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "nothing",
        };

    private static DeviceField Of(string property, Func<DeviceFacts, string?> said, Action<Device, string?> set) =>
        new(property, said, (d, v) => set(d, (string?)v));

    private static DeviceField Any<T>(string property, Func<DeviceFacts, T?> said, Action<Device, T?> set)
        where T : struct => new(property, f => said(f), (d, v) => set(d, (T?)v));

    private static DeviceField Flag(string property, Func<DeviceFacts, bool?> said, Action<Device, bool?> set) => Any(property, said, set);

    /// <summary>"Unknown" is not a value that could win.</summary>
    private static DeviceField Value<T>(string property, Func<DeviceFacts, T?> said, Action<Device, T?> set)
        where T : struct, Enum =>
        new(property, f => said(f) is { } value && !EqualityComparer<T>.Default.Equals(value, default) ? value : null, (d, v) => set(d, (T?)v));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Named(string? text) => Text(text) is { } name && !Junk.IsName(name) ? name : null;

    /// <summary>As exact as the register keeps it.</summary>
    private static DateTimeOffset? Milliseconds(DateTimeOffset? moment) =>
        moment is { } m ? DateTimeOffset.FromUnixTimeMilliseconds(m.ToUnixTimeMilliseconds()) : null;
}
