using System.Runtime.InteropServices;

namespace Frostline.LoadTesting;

/// <summary>What the generator ran on: figures of different machines are not comparable.</summary>
/// <param name="Cpu">The processor's model.</param>
/// <param name="Cores">How many of them.</param>
/// <param name="MemoryGigabytes">Memory, rounded.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Runtime">.NET's version.</param>
public sealed record Machine(string Cpu, int Cores, int MemoryGigabytes, string System, string Runtime)
{
    public static Machine Current { get; } = new(
        Model(), Environment.ProcessorCount, (int)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9),
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}", RuntimeInformation.FrameworkDescription);

    /// <summary>Whether figures of both can be held against each other: a patch of the system or the runtime does not forbid it.</summary>
    public bool IsLike(Machine other) => (Cpu, Cores, MemoryGigabytes) == (other.Cpu, other.Cores, other.MemoryGigabytes);

    public override string ToString() => $"{Cpu}, {Cores} cores, {MemoryGigabytes} GB, {System}, {Runtime}";

    private static string Model()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
