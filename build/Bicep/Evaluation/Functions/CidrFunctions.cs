using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Functions of address ranges, IPv4 and IPv6.</summary>
internal static class CidrFunctions
{
    public static IEnumerable<FunctionInfo> All =>
    [
        new("parseCidr", 1, 1, "object", FunctionKind.Deep, Parse),
        new("cidrSubnet", 3, 3, "string", FunctionKind.Deep, Subnet),
        new("cidrHost", 2, 2, "string", FunctionKind.Deep, Host),
    ];

    private static ObjectValue Parse(Arguments a)
    {
        var range = Read(a.Text(0));
        var last = range.First + range.Size - 1;
        var isFour = range.Bits == 32;
        List<BicepMember> members =
        [
            new("network", new StringValue(Write(range.First, range.Bits))),
            new("netmask", new StringValue(Write((BigInteger.One << range.Bits) - range.Size, range.Bits))),
        ];
        if (isFour)
        {
            members.Add(new("broadcast", new StringValue(Write(last, range.Bits))));
        }

        var hasEnds = isFour && range.Size > 2;
        members.Add(new("firstUsable", new StringValue(Write(hasEnds ? range.First + 1 : range.First, range.Bits))));
        members.Add(new("lastUsable", new StringValue(Write(hasEnds ? last - 1 : last, range.Bits))));
        members.Add(new("cidr", new IntegerValue(range.Prefix)));
        return new ObjectValue(members);
    }

    private static StringValue Subnet(Arguments a)
    {
        var range = Read(a.Text(0));
        var prefix = a.SmallInteger(1);
        var index = a.Integer(2);
        if (prefix < range.Prefix || prefix > range.Bits)
        {
            throw new EvaluationException($"A subnet of {a.Text(0)} has a prefix from /{range.Prefix} to /{range.Bits}, not /{prefix}.");
        }

        var size = BigInteger.One << (range.Bits - prefix);
        return index >= 0 && index < range.Size / size
            ? new StringValue($"{Write(range.First + (size * index), range.Bits)}/{prefix}")
            : throw new EvaluationException($"{a.Text(0)} has {range.Size / size} subnets with /{prefix}; number {index} is not one of them.");
    }

    private static StringValue Host(Arguments a)
    {
        var range = Read(a.Text(0));
        var offset = range.Bits == 32 && range.Size > 2 ? 1 : 0;
        var index = a.Integer(1);
        return index >= 0 && index + offset < range.Size - offset
            ? new StringValue(Write(range.First + index + offset, range.Bits))
            : throw new EvaluationException($"{a.Text(0)} has no usable host number {index}.");
    }

    private static (BigInteger First, BigInteger Size, int Prefix, int Bits) Read(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 2 && IPAddress.TryParse(parts[0], out var address)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            if (prefix <= bits)
            {
                var size = BigInteger.One << (bits - prefix);
                var number = new BigInteger(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
                return (number - (number % size), size, prefix, bits);
            }
        }

        throw new EvaluationException($"'{text}' is not an address range such as 10.0.0.0/16.");
    }

    private static string Write(BigInteger number, int bits)
    {
        var bytes = new byte[bits / 8];
        var significant = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        significant.CopyTo(bytes, bytes.Length - significant.Length);
        return new IPAddress(bytes).ToString();
    }
}
