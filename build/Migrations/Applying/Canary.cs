using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>
/// Stands for the application while a migration runs: reads from and inserts into each of its tables every 50 ms, and knows how long it was
/// stopped. The inserts insert no row, but take every lock that an insert takes.
/// </summary>
internal sealed class Canary : IAsyncDisposable
{
    private readonly CanaryLoop[] loops;

    private Canary(IReadOnlyList<string> tables, CanaryLoop[] loops) => (Tables, this.loops) = (tables, loops);

    /// <summary>What it works on; none in an empty database, where nobody can be stopped.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>The longest that the migration stopped it; zero when it was never seen to wait for the migration.</summary>
    public TimeSpan Longest => loops.Select(loop => loop.Longest).DefaultIfEmpty().Max();

    /// <summary>The longest that a statement took for whatever reason, such as somebody else's lock or a busy machine.</summary>
    public TimeSpan Slowest => loops.Select(loop => loop.Slowest).DefaultIfEmpty().Max();

    /// <summary>How many statements it sent.</summary>
    public int Looks => loops.Sum(loop => loop.Looks);

    /// <summary>What failed, a sentence for each table and kind; such as after a table was renamed.</summary>
    public IReadOnlyList<string> Failures => [.. loops.SelectMany(loop => loop.Failures)];

    /// <summary>What it waits for at the moment.</summary>
    public IEnumerable<CanaryWait> Waits => loops.Select(loop => loop.Waiting).OfType<CanaryWait>();

    /// <summary>How long the slower of the last two statements took, or takes by now.</summary>
    public TimeSpan Recent => loops.Select(loop => loop.Recent).DefaultIfEmpty().Max();

    public static async Task<Canary> StartAsync(DatabaseAddress address, NpgsqlConnection work, TimeProvider time, CancellationToken cancellation)
    {
        var tables = await CanaryTables.ReadAsync(work, cancellation);
        if (tables.Count == 0)
            return new([], []);
        var reads = await CanaryLoop.StartAsync(address, [.. tables.Select(table => table.Read)], time, cancellation);
        try
        {
            return new([.. tables.Select(table => table.Name)], [reads, await CanaryLoop.StartAsync(address, [.. tables.Select(table => table.Insert)], time, cancellation)]);
        }
        catch
        {
            await reads.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in loops)
            await loop.DisposeAsync();
    }
}

/// <summary>A statement of the canary's that has not come back yet.</summary>
/// <param name="Loop">Who sent it.</param>
/// <param name="Backend">PostgreSQL's process for it.</param>
/// <param name="For">How long it takes by now.</param>
/// <param name="Start">When it was sent, as a timestamp of the clock.</param>
internal sealed record CanaryWait(CanaryLoop Loop, int Backend, TimeSpan For, long Start);
