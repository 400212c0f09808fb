using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>A database under its migration lock, with all that migrations are run by.</summary>
internal sealed class Applier : IAsyncDisposable
{
    private readonly ApplyOrder order;
    private readonly DatabaseAddress address;
    private readonly MigrationAssembly assembly;
    private readonly DatabaseLock held;
    private readonly NpgsqlConnection connection;
    private readonly TimeProvider time;
    private readonly JournalTable journal;
    private Canary? canary;
    private LockWatch? watch;
    private WorkSession? session;

    private Applier(ApplyOrder order, DatabaseAddress address, MigrationAssembly assembly, DatabaseLock held, NpgsqlConnection connection, TimeProvider time)
    {
        (this.order, this.address, this.assembly, this.held, this.connection, this.time) = (order, address, assembly, held, connection, time);
        journal = new(connection);
        Context = assembly.CreateContext(connection);
    }

    public DbContext Context { get; }

    public NpgsqlConnection Connection => connection;

    public string Database => address.ToString();

    /// <summary>What it did to others so far.</summary>
    public MigrationImpact Impact => new(canary?.Longest ?? default, canary?.Slowest ?? default, session?.Retries ?? 0, watch?.Cancellations ?? 0)
    {
        Looks = canary?.Looks ?? 0, Tables = canary?.Tables ?? [], Failures = [.. canary?.Failures ?? [], .. watch?.Problem is { } problem ? [problem] : Array.Empty<string>()],
    };

    /// <exception cref="DatabaseLockedException">Another migration did not end in time.</exception>
    public static async Task<Applier> OpenAsync(ApplyOrder order, TimeProvider time, CancellationToken cancellation)
    {
        var address = new DatabaseAddress(order.ConnectionString, order.Options);
        var assembly = new MigrationAssembly(order.Source);
        DatabaseLock? held = null;
        NpgsqlConnection? connection = null;
        try
        {
            held = await DatabaseLock.TakeAsync(address, order.Options.Turn, holder => order.Progress($"waiting for {holder}"), time, cancellation);
            connection = await address.OpenWorkAsync(cancellation);
            await Orphans.EndAsync(connection, time, cancellation);
            return new(order, address, assembly, held, connection, time);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (held is not null)
                await held.DisposeAsync();
            assembly.Dispose();
            throw;
        }
    }

    /// <exception cref="MigrationFailedException">A statement failed.</exception>
    /// <exception cref="LockBudgetException">Its locks were not to be had, or would have stopped the application for too long.</exception>
    /// <exception cref="MigrationException">The lock or the connection is lost, or the migration cannot be run.</exception>
    public async Task RunAsync(MigrationScript script, CancellationToken cancellation)
    {
        await held.EnsureHeldAsync(cancellation);
        try
        {
            var left = (await journal.ReadAsync(cancellation)).SingleOrDefault(row => row.Migration == script.Migration);
            await (await StartAsync(script, cancellation)).RunAsync(script, History(script), left, cancellation);
        }
        catch (PostgresException refused) when (!IsFarewell(refused) && !cancellation.IsCancellationRequested)
        {
            throw new MigrationFailedException(script.Migration, refused.SqlState, session?.Explain(refused) ?? refused.MessageText, session?.Statement, refused);
        }
        catch (NpgsqlException broken) when (!cancellation.IsCancellationRequested)
        {
            throw new MigrationException($"{script.Migration}: the connection broke ({broken.Message}). Run again: it goes on where the journal ends.", broken);
        }
    }

    /// <summary>Runs what the context seeds by <c>UseAsyncSeeding</c> or <c>UseSeeding</c>, in a transaction and under the same limits; EF Core's own <c>MigrateAsync</c> ends so too.</summary>
    /// <param name="changed">Whether a migration was applied.</param>
    /// <param name="cancellation">Stops; the transaction is rolled back.</param>
    /// <exception cref="MigrationException">It failed; the migrations stay applied.</exception>
    public async Task SeedAsync(bool changed, CancellationToken cancellation)
    {
        var seed = new ContextSeed(Context);
        if (!seed.IsThere)
            return;
        await held.EnsureHeldAsync(cancellation);
        await seed.RunAsync(await SessionAsync(cancellation), changed, cancellation);
        order.Boundary("seeded");
    }

    /// <summary>Makes history and journal where they are missing, and the journal whole: what others applied is taken over as it is now.</summary>
    /// <param name="down">Whether migrations are to be taken back.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="MigrationException">An earlier run left a migration half done on the other way.</exception>
    public async Task PrepareAsync(bool down, CancellationToken cancellation)
    {
        await Context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
        await journal.EnsureAsync(cancellation);
        await new BatchTable(connection).EnsureAsync(cancellation);
        var rows = (await journal.ReadAsync(cancellation)).ToDictionary(row => row.Migration);
        if (rows.Values.FirstOrDefault(row => row.IsHalf && row.Down != down) is { } half)
            throw new MigrationException(down
                ? $"{half.Migration} is half applied: {half.Statement} of its statements are done. Apply it whole first: run Migrate again."
                : $"{half.Migration} is half taken back: {half.Statement} statements of its way back are done. End that first: go back to the migration before it.");
        await AdoptAsync(rows, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (canary is not null)
            await canary.DisposeAsync();
        if (watch is not null)
            await watch.DisposeAsync();
        await Context.DisposeAsync();
        await connection.DisposeAsync();
        await held.DisposeAsync();
        assembly.Dispose();
    }

    private Task GuardAsync(MigrationScript script, CancellationToken cancellation) =>
        new LossGuard(session!, MigrationScript.Create(Context, script.Migration), order.Accepted).RunAsync(script.Migration, cancellation);

    /// <summary>The server ends the session: that says nothing of the statement.</summary>
    private static bool IsFarewell(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.DatabaseDropped;

    private async Task<WorkSession> SessionAsync(CancellationToken cancellation)
    {
        var patience = Patience.Of(order.Options);
        canary ??= await Canary.StartAsync(address, connection, time, cancellation);
        watch ??= await LockWatch.StartAsync(address, canary, patience.Block, time, cancellation);
        watch.Waiting = holder => order.Progress($"waiting for {holder}");
        return session ??= new(connection, watch, patience, time, order.Progress);
    }

    private async Task<MigrationRun> StartAsync(MigrationScript script, CancellationToken cancellation)
    {
        var (work, batches) = (await SessionAsync(cancellation), new BatchTable(connection));
        var move = new BatchMove(work, batches, canary!, time) { Bearable = order.Options.BlockBudget / 2, Progress = order.Progress, Boundary = order.Boundary };
        return new(work, journal, batches, move, new(work, order.Progress))
        {
            Owner = order.Options.Owner, Boundary = order.Boundary, Guard = script.Down && !order.DespiteLoss ? () => GuardAsync(script, cancellation) : () => Task.CompletedTask,
        };
    }

    private async Task AdoptAsync(Dictionary<string, JournalRow> rows, CancellationToken cancellation)
    {
        var known = Context.GetService<IMigrationsAssembly>().Migrations.Keys.ToHashSet();
        foreach (var id in (await Context.Database.GetAppliedMigrationsAsync(cancellation)).Where(known.Contains))
        {
            // A way back that ended before its first statement left the migration as it was, but not its row.
            if (!rows.TryGetValue(id, out var row) || row is { Down: true, IsHalf: false })
                await journal.WriteAsync(Adopted(MigrationScript.UpOf(Context, id)), cancellation);
        }
    }

    private string History(MigrationScript script)
    {
        var history = Context.GetService<IHistoryRepository>();
        return script.Down ? history.GetDeleteScript(script.Migration) : history.GetInsertScript(new(script.Migration, MigrationScript.Generator));
    }

    private JournalRow Adopted(MigrationScript script) => new(script.Migration, script.Checksum, JournalState.Adopted, script.Statements.Count) { Generator = MigrationScript.Generator, Owner = order.Options.Owner };
}
