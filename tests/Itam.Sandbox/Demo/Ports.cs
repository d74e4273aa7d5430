using System.Net;
using System.Net.Sockets;

namespace Itam.Sandbox.Demo;

internal static class Ports
{
    /// <summary>The wanted loopback port, or a free one when it is taken.</summary>
    public static int WantedOrFree(int wanted)
    {
        try
        {
            return Probe(wanted);
        }
        catch (SocketException)
        {
            return Probe(0);
        }
    }

    private static int Probe(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
