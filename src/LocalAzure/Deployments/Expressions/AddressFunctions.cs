using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Network arithmetic. IPv4 only: no template of ours has other networks.</summary>
internal static class AddressFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["cidrSubnet"] = call =>
        {
            var network = Read(call, 0);
            var (length, index) = (call.Integer(1), call.Integer(2));
            if (length < network.PrefixLength || length > 32 || index < 0 || index >= 1L << (int)(length - network.PrefixLength))
                throw call.Wrong($"subnet {index} of /{length} is not in {network}");

            return $"{Address(Start(network) + (index << (int)(32 - length)))}/{length}";
        },
        ["cidrHost"] = call =>
        {
            var network = Read(call, 0);
            var host = call.Integer(1) + (network.PrefixLength < 31 ? 1 : 0);
            return host >= 0 && host < Size(network) ? Address(Start(network) + host).ToString() : throw call.Wrong($"host {call.Integer(1)} is not in {network}");
        },
        ["parseCidr"] = call =>
        {
            var network = Read(call, 0);
            var (first, last) = (Start(network), Start(network) + Size(network) - 1);
            var spare = network.PrefixLength < 31 ? 1 : 0;
            return new JsonObject
            {
                ["network"] = Address(first).ToString(),
                ["netmask"] = Address((0xFFFFFFFFL << (32 - network.PrefixLength)) & 0xFFFFFFFFL).ToString(),
                ["broadcast"] = Address(last).ToString(),
                ["firstUsable"] = Address(first + spare).ToString(),
                ["lastUsable"] = Address(last - spare).ToString(),
                ["cidr"] = (long)network.PrefixLength,
            };
        },
    };

    private static IPNetwork Read(Call call, int index)
    {
        var text = call.Text(index);
        var parts = text.Split('/');
        return parts.Length == 2 && IPAddress.TryParse(parts[0], out var address) && address.AddressFamily == AddressFamily.InterNetwork
            && int.TryParse(parts[1], out var length) && length is >= 0 and <= 32
            ? new IPNetwork(Address(Number(address) & ((0xFFFFFFFFL << (32 - length)) & 0xFFFFFFFFL)), length)
            : throw call.Wrong($"'{text}' is not an IPv4 network such as 10.0.0.0/16");
    }

    private static long Size(IPNetwork network) => 1L << (32 - network.PrefixLength);

    private static long Start(IPNetwork network) => Number(network.BaseAddress);

    private static long Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IPAddress Address(long number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        return new IPAddress(bytes);
    }
}
