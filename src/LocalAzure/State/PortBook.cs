using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace LocalAzure.State;

/// <summary>The ports of one state folder: chosen free once, kept for ever, so that addresses people know go on working.</summary>
internal sealed record PortBook(int Management, int Page, int Registry, int Ingress, int Database)
{
    // Below the range operating systems hand out to outgoing connections, so that a port stays free while nobody listens.
    private const int Lowest = 20000;
    private const int Highest = 32000;

    /// <summary>
    /// Reads the recorded ports. One that a stranger took meanwhile is replaced and recorded anew; the database's is not
    /// looked at, because a server that outlived this program may be the one who holds it.
    /// </summary>
    public static PortBook ReadOrChoose(string path)
    {
        var recorded = Read(path);
        var book = recorded ?? Choose();
        book = new PortBook(
            book.KeepOrReplace(book.Management), book.KeepOrReplace(book.Page), book.KeepOrReplace(book.Registry),
            book.KeepOrReplace(book.Ingress), book.Database);
        if (book != recorded)
            AtomicFile.Write(path, JsonSerializer.Serialize(book, JsonSerializerOptions.Web));

        return book;
    }

    /// <summary>Null when none were recorded.</summary>
    public static PortBook? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<PortBook>(File.ReadAllText(path), JsonSerializerOptions.Web) : null;

    /// <summary>A loopback port nobody listens on and that is not among <paramref name="taken"/>.</summary>
    public static int FindFree(IReadOnlyCollection<int> taken)
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            if (!taken.Contains(port) && IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No free port between {Lowest} and {Highest} on 127.0.0.1. End some of the programs that listen there.");
    }

    private static PortBook Choose()
    {
        var chosen = new List<int>();
        while (chosen.Count < 5)
            chosen.Add(FindFree(chosen));

        return new PortBook(chosen[0], chosen[1], chosen[2], chosen[3], chosen[4]);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int KeepOrReplace(int port) => IsFree(port) ? port : FindFree([Management, Page, Registry, Ingress, Database]);
}
