using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Names that ARM derives from other values; the same here as there.</summary>
internal static class UniqueNames
{
    private const uint First = 0x239b961b;
    private const uint Second = 0xab0e9789;
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private static readonly Guid Namespace = new("11fb06fb-712d-4ddd-98c7-e71bbd588830");

    /// <summary>13 characters: a 64-bit hash of the values, joined by hyphens, in base 32.</summary>
    public static string UniqueString(IEnumerable<string> values)
    {
        var hash = Hash(Encoding.UTF8.GetBytes(string.Join('-', values)));
        Span<char> text = stackalloc char[13];
        for (var i = 0; i < text.Length; i++, hash <<= 5)
        {
            text[i] = Digits[(int)(hash >> 59)];
        }

        return text.ToString();
    }

    /// <summary>A name-based UUID (RFC 9562 version 5) of the values, joined by hyphens, in ARM's namespace.</summary>
    public static string NamedGuid(IEnumerable<string> values)
    {
        var name = Encoding.UTF8.GetBytes(string.Join('-', values));
        var source = new byte[16 + name.Length];
        Namespace.TryWriteBytes(source, bigEndian: true, out _);
        name.CopyTo(source, 16);
#pragma warning disable CA5350 // RFC 9562 defines version 5 by SHA-1; nothing is protected by it.
        var hash = SHA1.HashData(source).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }

    // Two lanes of MurmurHash3's 128-bit variant for x86.
    private static ulong Hash(ReadOnlySpan<byte> data)
    {
        uint low = 0;
        uint high = 0;
        var rest = data;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            low ^= MixLow(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            low = ((BitOperations.RotateLeft(low, 19) + high) * 5) + 0x561ccd1b;
            high ^= MixHigh(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]));
            high = ((BitOperations.RotateLeft(high, 13) + low) * 5) + 0x0bcaa747;
        }

        if (!rest.IsEmpty)
        {
            Span<byte> tail = stackalloc byte[8];
            tail.Clear();
            rest.CopyTo(tail);
            low ^= MixLow(BinaryPrimitives.ReadUInt32LittleEndian(tail));
            high ^= MixHigh(BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]));
        }

        low ^= (uint)data.Length;
        high ^= (uint)data.Length;
        low += high;
        high += low;
        low = Finish(low);
        high = Finish(high);
        low += high;
        high += low;
        return ((ulong)high << 32) | low;
    }

    private static uint MixLow(uint block) => BitOperations.RotateLeft(block * First, 15) * Second;

    private static uint MixHigh(uint block) => BitOperations.RotateLeft(block * Second, 17) * First;

    private static uint Finish(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
