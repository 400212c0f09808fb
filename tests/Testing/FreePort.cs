using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>
/// A loopback port that nobody listens on now, for programs that cannot choose their own. It is from below the range in which the kernel numbers
/// outgoing connections and below the ports of LocalAzure and its replicas, or one of those could take it before the program does.
/// </summary>
public static class FreePort
{
    private const int First = 7000;
    private const int Last = 10000;

    private static readonly HashSet<int> Given = [];

    /// <summary>Never the same one twice in a process.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            lock (Given)
            {
                if (Given.Add(port) && IsFree(port))
                    return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
