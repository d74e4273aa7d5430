using System.Security.Cryptography;
using System.Text;

namespace Itam.Webhooks.Receiving;

/// <summary>What a delivery is remembered by: the connection and the sender's own id, hashed where that is long or unusual.</summary>
internal static class DeliveryKey
{
    private const int LongestPlain = 64;

    /// <summary>Injective: connection names hold no '/', and a plain id never has the form of a hashed one.</summary>
    public static string? Of(string connection, string? deliveryId)
    {
        if (deliveryId is null)
        {
            return null;
        }

        return deliveryId.Length <= LongestPlain && deliveryId.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? $"{connection}/{deliveryId}"
            : $"{connection}/#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(deliveryId)))}";
    }
}
