using System.Net;
using System.Net.Sockets;

namespace Itam.Sandbox.Demo;

internal static class Ports
{
    private const int Neighbours = 100;

    /// <summary>
    /// The wanted loopback port, or the next one that is free. Not just any free port: those the system gives to everybody, so that somebody else
    /// may have it before we use it.
    /// </summary>
    /// <exception cref="DemoException">They are all taken.</exception>
    public static int WantedOrNext(int wanted)
    {
        for (var port = wanted; port < wanted + Neighbours; port++)
        {
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new DemoException($"The ports from {wanted} on are all taken. Name another with --port or --server-port.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
