using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Frostline.LoadTesting.Engines.Wire.Polling;

/// <summary>What Linux tells of many sockets at once: <c>epoll(7)</c>, edge-triggered.</summary>
internal sealed class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const uint Read = 0x1;
    private const uint Write = 0x4;
    private const uint Failed = 0x8;
    private const uint HungUp = 0x10;
    private const uint PeerHungUp = 0x2000;
    private const uint EdgeTriggered = 0x80000000;
    private const int Most = 256;

    /// <summary>The kernel packs its events on x64 alone.</summary>
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] events = new byte[Most * Size];
    private readonly int handle = Create(CloseOnExec);

    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Watches a socket for everything, until it is closed.</summary>
    /// <param name="socket">Its handle.</param>
    /// <param name="key">What events of it will say.</param>
    public void Watch(SafeHandle socket, long key)
    {
        var wanted = new byte[Size];
        Put(wanted, Read | Write | PeerHungUp | EdgeTriggered, key);
        if (Control(handle, Add, socket, wanted) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits for events, at most for this long.</summary>
    /// <returns>How many there are.</returns>
    public int Wait(int milliseconds) => Math.Max(0, Wait(handle, events, Most, milliseconds));

    /// <summary>One of the events that were waited for.</summary>
    public SocketEvent this[int index]
    {
        get
        {
            var bytes = events.AsSpan(index * Size, Size);
            var kinds = MemoryMarshal.Read<uint>(bytes);
            var over = (kinds & (Failed | HungUp | PeerHungUp)) != 0;
            return new(MemoryMarshal.Read<long>(bytes[(Size - 8)..]), over || (kinds & Read) != 0, (kinds & (Failed | HungUp | Write)) != 0, over);
        }
    }

    public void Dispose() => _ = Close(handle);

    private static void Put(Span<byte> bytes, uint kinds, long key)
    {
        MemoryMarshal.Write(bytes, kinds);
        MemoryMarshal.Write(bytes[(Size - 8)..], key);
    }

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int epoll, int operation, SafeHandle socket, byte[] wanted);

    [DllImport("libc", EntryPoint = "epoll_wait"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait(int epoll, byte[] events, int most, int milliseconds);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}

/// <summary>Something happened to a socket.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Readable">There is something to be read, or the end.</param>
/// <param name="Writable">There is room to write.</param>
/// <param name="Over">Nothing more comes.</param>
internal readonly record struct SocketEvent(long Key, bool Readable, bool Writable, bool Over);
