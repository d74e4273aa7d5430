namespace Itam.Context.Register;

/// <summary>What a ticket complains about, as far as its words tell. The words of each class are in fault-words.csv.</summary>
public enum FaultClass
{
    Battery,
    Power,
    Disk,
    Screen,
    Keyboard,
    Network,
    Camera,
    Audio,
    Heat,
    Dock,
    Crash,
}
