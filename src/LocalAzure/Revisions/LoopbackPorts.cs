using System.Net;
using System.Net.Sockets;

namespace LocalAzure.Revisions;

/// <summary>
/// Free loopback ports for replicas, each given to one replica at a time. They are taken from below the range in which the kernel
/// numbers outgoing connections, or a connection could take one between the choice and the replica's bind, and from below the ports
/// that state folders keep for themselves and for their apps.
/// </summary>
internal sealed class LoopbackPorts
{
    private const int First = 12000;
    private const int Last = 20000;

    private readonly Lock gate = new();
    private readonly HashSet<int> taken = [];

    public int Take()
    {
        lock (gate)
        {
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                var port = Random.Shared.Next(First, Last);
                if (!taken.Contains(port) && IsFree(port))
                {
                    taken.Add(port);
                    return port;
                }
            }
        }

        throw new LaunchException($"No free loopback port between {First} and {Last}.");
    }

    /// <summary>Notes the port of a replica that was found running.</summary>
    public void Claim(int port)
    {
        lock (gate)
            taken.Add(port);
    }

    public void Return(int port)
    {
        lock (gate)
            taken.Remove(port);
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
