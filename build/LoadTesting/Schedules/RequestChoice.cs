using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Schedules;

/// <summary>Which request is sent in which place of the plan: by weight, seeded, the same for every generator that shares the plan.</summary>
internal sealed class RequestChoice
{
    private readonly int seed;
    private readonly int[] byTicket;

    public RequestChoice(Scenario scenario, int seed)
    {
        this.seed = seed;
        byTicket = [.. scenario.Requests.SelectMany((request, index) => Enumerable.Repeat(index, request.Weight ?? 100))];
    }

    /// <returns>Index into the scenario's requests.</returns>
    public int Of(long number) => byTicket[(int)(Mix((ulong)number + ((ulong)(uint)seed << 32)) % (ulong)byTicket.Length)];

    /// <summary>SplitMix64: one step turns neighbours into strangers.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
