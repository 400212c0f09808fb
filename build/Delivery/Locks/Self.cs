using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Frostline.Delivery.Locks;

/// <summary>This process, as a holder of locks, and what it can see of others.</summary>
internal static class Self
{
    /// <summary>The same for all processes that can see each other, and for no others: name, start and process namespace of this machine.
    /// Empty where nothing tells machines of one name apart.</summary>
    public static string Machine { get; } = Identify();

    public static LockHolder Holder(LockRequest request, TimeProvider clock)
    {
        using var self = Process.GetCurrentProcess();
        var now = clock.GetUtcNow();
        return new LockHolder
        {
            Environment = request.Environment,
            Purpose = request.Purpose,
            User = Environment.UserName,
            Host = Environment.MachineName,
            Machine = Machine,
            ProcessId = self.Id,
            ProcessStart = new DateTimeOffset(self.StartTime.ToUniversalTime(), TimeSpan.Zero),
            Since = now,
            Heartbeat = now,
            Expiry = now + request.Lifetime,
            RunUrl = request.RunUrl,
            Id = Guid.NewGuid().ToString("N")[..12],
        };
    }

    /// <summary>Whether a holder of this machine lives. One that ended and that nobody has asked about since, a zombie, does not.</summary>
    public static bool Sees(LockHolder holder)
    {
        try
        {
            if (IsZombie(holder.ProcessId))
                return false;
            using var process = Process.GetProcessById(holder.ProcessId);
            return (process.StartTime.ToUniversalTime() - holder.ProcessStart.UtcDateTime).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return error is System.ComponentModel.Win32Exception;
        }
    }

    /// <summary>Its parent may never ask: in containers often nobody is there to do so.</summary>
    private static bool IsZombie(int processId)
    {
        try
        {
            // The name stands in brackets and may hold anything, brackets too; the state follows.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Identify()
    {
        const string boot = "/proc/sys/kernel/random/boot_id";
        if (!File.Exists(boot) || File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false) is not { } processes)
            return "";
        var machine = $"{Environment.MachineName}\n{File.ReadAllText(boot).Trim()}\n{processes.Name}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(machine)))[..12];
    }
}
