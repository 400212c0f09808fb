using System.Security.Cryptography;

namespace Frostline.LoadTesting.Engines;

/// <summary>Ids of users, new in every run: what earlier runs left behind does not make this one slower.</summary>
internal sealed class UserIds
{
    private readonly Guid salt = Guid.NewGuid();

    public string Of(int identity)
    {
        Span<byte> bytes = stackalloc byte[20];
        salt.TryWriteBytes(bytes);
        BitConverter.TryWriteBytes(bytes[16..], identity);
        return new Guid(SHA256.HashData(bytes).AsSpan(0, 16)).ToString();
    }
}
