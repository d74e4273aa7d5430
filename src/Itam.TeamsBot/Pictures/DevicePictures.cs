using Itam.Context.Register;

namespace Itam.TeamsBot.Pictures;

public static class DevicePictures
{
    public static string Of(DeviceType type) => "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
}
