using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Names that come out the same for the same texts, on the platform and here.</summary>
internal static class Fingerprints
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private static readonly Guid ArmNamespace = new("11fb06fb-712d-4ddd-98c7-e71bbd588830");

    /// <summary>13 letters and digits: a 64-bit hash in base 32.</summary>
    public static string UniqueString(IEnumerable<string> texts)
    {
        var hash = Hash(Encoding.UTF8.GetBytes(string.Join('-', texts)));
        return string.Create(13, hash, static (letters, rest) =>
        {
            for (var index = 0; index < letters.Length; index++, rest <<= 5)
                letters[index] = Letters[(int)(rest >> 59)];
        });
    }

    /// <summary>A name-based identifier (RFC 9562, version 5) in the platform's own namespace.</summary>
    public static Guid Guid(IEnumerable<string> texts)
    {
        byte[] name = [.. ArmNamespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(string.Join('-', texts))];
#pragma warning disable CA5350 // SHA-1 is what the standard prescribes; nothing is protected by it.
        var bytes = SHA1.HashData(name).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>MurmurHash3's 32-bit arithmetic in two lanes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        uint low = 0, high = 0;
        var length = (uint)data.Length;
        for (; data.Length >= 8; data = data[8..])
        {
            low = Turn(low ^ Low(BinaryPrimitives.ReadUInt32LittleEndian(data)), 19, high, 0x561CCD1B);
            high = Turn(high ^ High(BinaryPrimitives.ReadUInt32LittleEndian(data[4..])), 13, low, 0x0BCAA747);
        }

        Span<byte> tail = stackalloc byte[8];
        data.CopyTo(tail);
        if (data.Length > 0)
            low ^= Low(BinaryPrimitives.ReadUInt32LittleEndian(tail));
        if (data.Length > 4)
            high ^= High(BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]));

        low ^= length;
        high ^= length;
        low += high;
        high += low;
        low = Finish(low);
        high = Finish(high);
        low += high;
        high += low;
        return ((ulong)high << 32) | low;
    }

    private static uint Low(uint block) => BitOperations.RotateLeft(block * 0x239B961B, 15) * 0xAB0E9789;

    private static uint High(uint block) => BitOperations.RotateLeft(block * 0xAB0E9789, 17) * 0x239B961B;

    private static uint Turn(uint lane, int by, uint other, uint constant) => ((BitOperations.RotateLeft(lane, by) + other) * 5) + constant;

    private static uint Finish(uint lane)
    {
        lane = (lane ^ (lane >> 16)) * 0x85EBCA6B;
        lane = (lane ^ (lane >> 13)) * 0xC2B2AE35;
        return lane ^ (lane >> 16);
    }
}
