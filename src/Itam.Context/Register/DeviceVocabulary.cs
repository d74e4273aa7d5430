namespace Itam.Context.Register;

public enum DeviceType
{
    Other,
    Laptop,
    Desktop,
    Server,
    Phone,
    Tablet,
    Monitor,
    Printer,
    Network,
    Peripheral,
    Virtual,
}

public enum Platform
{
    Unknown,
    Windows,
    MacOs,
    Linux,
    Ios,
    IpadOs,
    Android,
    ChromeOs,
}

public enum LifecycleState
{
    Unknown,
    Ordered,
    InTransit,
    InStock,
    Reserved,
    InUse,
    InRepair,
    Lost,
    Stolen,
    Retired,
    Disposed,
}

public enum Encryption
{
    Unknown,
    None,
    Partial,
    Full,
}

public enum Compliance
{
    NotEvaluated,
    Compliant,
    Grace,
    NonCompliant,
    Error,
}

/// <summary>State of the endpoint protection (EDR) sensor.</summary>
public enum Protection
{
    Unknown,
    Healthy,
    Degraded,
    Stale,
    Contained,
    NotInstalled,
}

public enum Ownership
{
    Unknown,
    Company,
    Personal,
    Leased,
}

public static class DeviceVocabulary
{
    /// <summary>Types a person works on and can raise a ticket from; the others are rarely what "my device" means.</summary>
    public static bool IsComputer(this DeviceType type) => type is DeviceType.Laptop or DeviceType.Desktop or DeviceType.Server or DeviceType.Virtual;

    /// <summary>True while a person can plausibly still be using the device.</summary>
    public static bool IsOperational(this LifecycleState state) =>
        state is LifecycleState.InUse or LifecycleState.Unknown or LifecycleState.Reserved or LifecycleState.InTransit or LifecycleState.InRepair;
}
