using System.Globalization;

namespace Frostline.LoadTesting.Servers;

/// <summary>What the service used in a run, as <c>result.json</c> tells it; what it does not say of itself is null.</summary>
/// <param name="Cores">Used on average.</param>
/// <param name="MemoryMegabytes">Resident, the most.</param>
/// <param name="HeapMegabytes">Left by collections, the most.</param>
/// <param name="Collections">How many.</param>
/// <param name="PausePercent">Share of the time in which collections stopped it.</param>
/// <param name="PoolThreads">The most.</param>
/// <param name="PoolQueue">Work that waited for a thread, at its median: a moment's queue is none.</param>
/// <param name="ConnectionsBusy">Of the database, the most.</param>
/// <param name="ConnectionsMost">As many as there may be.</param>
/// <param name="ConnectionsWaiting">Requests that waited for one, the most.</param>
/// <param name="Commands">Sent to the database.</param>
/// <param name="CommandMilliseconds">What one took on average.</param>
public sealed record ServerUse(
    double Cores, double MemoryMegabytes, double? HeapMegabytes, double? Collections, double? PausePercent, double? PoolThreads, double? PoolQueue,
    double? ConnectionsBusy, double? ConnectionsMost, double? ConnectionsWaiting, double? Commands, double? CommandMilliseconds)
{
    private const double MostPause = 10;

    /// <returns>Null when it was not seen for long enough.</returns>
    internal static ServerUse? Of(IReadOnlyList<(double Second, ServerReading Reading)> points)
    {
        if (points.Count < 2)
            return null;
        var (first, last) = (points[0], points[^1]);
        var seconds = last.Second - first.Second;
        var cores = Math.Max(0, last.Reading.CpuSeconds - first.Reading.CpuSeconds) / seconds;
        var memory = points.Max(point => point.Reading.MemoryMegabytes);
        var told = points.Where(point => point.Reading.Service is not null).Select(point => (point.Second, Service: point.Reading.Service!)).ToList();
        if (told.Count < 2)
            return new(Rounded(cores), Rounded(memory), null, null, null, null, null, null, null, null, null, null);
        var (from, to) = (told[0].Service, told[^1].Service);
        var commands = to.Commands - from.Commands;
        return new(
            Rounded(cores), Rounded(memory), Rounded(told.Max(point => point.Service.HeapMegabytes)), to.Collections - from.Collections,
            Rounded((to.PauseSeconds - from.PauseSeconds) / (told[^1].Second - told[0].Second) * 100),
            told.Max(point => point.Service.PoolThreads), told.Select(point => point.Service.PoolQueue).Order().ElementAt(told.Count / 2),
            told.Max(point => point.Service.ConnectionsBusy), to.ConnectionsMost, told.Max(point => point.Service.ConnectionsWaiting),
            commands, commands > 0 ? Rounded((to.CommandSeconds - from.CommandSeconds) / commands * 1000) : null);
    }

    /// <summary>What was used up, the surest sign first; null when nothing seen was.</summary>
    internal string? Saturated => ConnectionsWaiting > 0 && ConnectionsBusy >= ConnectionsMost
        ? Shown($"connections of the database ({ConnectionsBusy:0} of {ConnectionsMost:0} busy, {ConnectionsWaiting:0} requests waited for one)")
        : PausePercent > MostPause ? Shown($"memory (collections stopped the service for {PausePercent:0} % of the time)")
        : PoolQueue > PoolThreads ? Shown($"threads of the service ({PoolQueue:0} pieces of work waited for {PoolThreads:0})")
        : Cores >= 0.9 ? Shown($"the service's share of the cores ({Cores:0.0} used)") : null;

    public override string ToString() => HeapMegabytes is null
        ? Shown($"{Cores:0.00} cores, {MemoryMegabytes:0} MB; it tells no metrics of its own")
        : Shown($"{Cores:0.00} cores, {MemoryMegabytes:0} MB ({HeapMegabytes:0.0} after collections), stopped {PausePercent:0.00} % of the time, {PoolThreads:0} pool threads, {ConnectionsBusy:0} of {ConnectionsMost:0} connections busy, {CommandMilliseconds ?? 0:0.00} ms a command");

    private static double Rounded(double value) => Math.Round(value, 3);

    private static string Shown(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
