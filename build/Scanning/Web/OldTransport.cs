using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Frostline.Scanning.Web;

/// <summary>
/// Asks a server for TLS 1.1 by hand: this machine's own library may refuse to speak it, which would say nothing of the server.
/// Source: RFC 4346, section 7.4.
/// </summary>
internal static class OldTransport
{
    private const byte Handshake = 0x16;
    private const byte ServerHello = 2;

    /// <summary>Suites of TLS 1.0 and 1.1 that servers had on: ECDHE and RSA with AES and 3DES, SHA-1.</summary>
    private static readonly byte[] Suites = [0xC0, 0x14, 0xC0, 0x13, 0xC0, 0x0A, 0xC0, 0x09, 0x00, 0x35, 0x00, 0x2F, 0x00, 0x0A];

    /// <summary>Curves P-256 and P-384, points uncompressed.</summary>
    private static readonly byte[] Extensions = [0x00, 0x0A, 0x00, 0x06, 0x00, 0x04, 0x00, 0x17, 0x00, 0x18, 0x00, 0x0B, 0x00, 0x02, 0x01, 0x00];

    /// <summary>True when the server greets back; false when it refuses, whichever way.</summary>
    public static async Task<bool> IsSpokenAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port, cancellation);
            var stream = connection.GetStream();
            await stream.WriteAsync(Hello(), cancellation);
            var answer = new byte[11];
            await stream.ReadExactlyAsync(answer, cancellation);
            return answer[0] == Handshake && answer[5] == ServerHello && BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(9)) <= 0x0302;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static byte[] Hello()
    {
        byte[] body = [0x03, 0x02, .. RandomNumberGenerator.GetBytes(32), 0, .. Sized(Suites), 1, 0, .. Sized(Extensions)];
        byte[] message = [1, 0, .. Sized(body)];
        return [Handshake, 0x03, 0x01, .. Sized(message)];
    }

    private static byte[] Sized(byte[] content) => [(byte)(content.Length >> 8), (byte)content.Length, .. content];
}
