using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>A loopback port that nobody listens on now, for programs that cannot choose their own.</summary>
public static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
