using System.Globalization;

namespace Frostline.Migrations.Applying;

/// <summary>How far a batched statement is: a bar, rows, speed and what is left, the seldomer the longer it takes.</summary>
/// <param name="what">Migration and table.</param>
/// <param name="before">Rows that earlier runs did.</param>
/// <param name="all">Rows of the table, as the server estimates them; 0 or less when it does not know.</param>
/// <param name="time">Clock.</param>
internal sealed class BatchProgress(string what, long before, long all, TimeProvider time)
{
    private const int BarWidth = 20;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly long start = time.GetTimestamp();
    private TimeSpan next = Shortest;
    private bool told;

    public required Action<string> Print { get; init; }

    /// <param name="rows">Rows that are done by now, those of earlier runs among them.</param>
    public void Reach(long rows)
    {
        var elapsed = time.GetElapsedTime(start);
        if (elapsed < next)
            return;
        next = elapsed + TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks / 10, Shortest.Ticks, Longest.Ticks));
        told = true;
        var speed = (rows - before) / elapsed.TotalSeconds;
        Print(all <= 0
            ? Told($"{what}: {rows:N0} rows, {speed:N0}/s")
            : Told($"{what}: {Bar((double)rows / all)} {Math.Min(1, (double)rows / all),5:0 %}  {rows:N0} of about {all:N0} rows, {speed:N0}/s, {Math.Max(0, all - rows) / speed:0} s left"));
    }

    /// <summary>The last line, where there was one before.</summary>
    public void End(long rows)
    {
        if (told)
            Print(Told($"{what}: {Bar(1)} 100 %  {rows:N0} rows in {time.GetElapsedTime(start).TotalSeconds:0} s"));
    }

    private static string Bar(double share)
    {
        var full = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}]";
    }

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
