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

    /// <summary>More than one process asks for.</summary>
    private const int Apart = 97;

    private static readonly Lock Looking = new();
    private static int next = Environment.ProcessId % (Last - First) * Apart;

    /// <summary>Never one of the 3000 twice in a process before it has been through all. Each process begins elsewhere: two that ask at the same time are hardly told the same one.</summary>
    /// <exception cref="InvalidOperationException">Each of them is taken.</exception>
    public static int Next()
    {
        lock (Looking)
        {
            for (var tried = 0; tried < Last - First; tried++)
            {
                var port = First + (next++ % (Last - First));
                if (IsFree(port))
                    return port;
            }
        }

        throw new InvalidOperationException($"No loopback port from {First} to {Last - 1} is free. End what listens there.");
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
