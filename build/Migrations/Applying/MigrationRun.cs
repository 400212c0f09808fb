using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>Runs the statements of one migration, either way, from where the journal says that an earlier run ended.</summary>
internal sealed class MigrationRun(WorkSession session, JournalTable journal, BatchTable batches, BatchMove move, ConcurrentIndexes indexes)
{
    /// <summary>Who runs it, as the journal tells.</summary>
    public required string Owner { get; init; }

    /// <summary>Run first in each transaction; what it throws keeps the transaction from doing anything.</summary>
    public Func<Task> Guard { get; init; } = () => Task.CompletedTask;

    /// <summary>Called between any two things that are done, with what was done.</summary>
    public Action<string> Boundary { get; init; } = _ => { };

    /// <param name="script">What to run.</param>
    /// <param name="history">The statement that changes EF Core's history.</param>
    /// <param name="left">The journal's row, when an earlier run began it.</param>
    /// <param name="cancellation">Stops; the running transaction is rolled back.</param>
    public async Task RunAsync(MigrationScript script, string history, JournalRow? left, CancellationToken cancellation)
    {
        var resumed = left is { State: JournalState.Started or JournalState.Failed } && left.Down == script.Down;
        var row = new JournalRow(script.Migration, script.Checksum, JournalState.Started, resumed ? left!.Statement : 0)
        {
            Begun = resumed && left!.Begun, Down = script.Down, Generator = MigrationScript.Generator, Owner = Owner,
        };
        EnsureSame(script, row, left);
        var segments = Segment.Of(script, row.Statement);
        await StepAsync(() => journal.WriteAsync(row, cancellation), $"{script.Migration}: started");
        try
        {
            foreach (var segment in segments)
                row = await RunAsync(segment, row, segment == segments[^1] ? history : null, cancellation);
            if (segments is [] or [.., { Kind: not SegmentKind.Together }])
                await session.InTransactionAsync(script.Migration, () => FinishAsync(row, history, cancellation), cancellation);
            Boundary($"{script.Migration}: done");
        }
        catch (Exception failure) when (failure is MigrationException or PostgresException)
        {
            // A way back that did nothing leaves the migration as it was.
            await RecordAsync(row is { Down: true, Statement: 0 } && left is { Down: false } ? left : row with { State = JournalState.Failed });
            throw;
        }
    }

    /// <summary>What ran cannot be taken for what is written now.</summary>
    private static void EnsureSame(MigrationScript script, JournalRow row, JournalRow? left)
    {
        if ((row.Statement > 0 || row.Begun) && left!.Checksum != script.Checksum)
            throw new MigrationException(
                $"{script.Migration} was changed since a run left it half done: {row.Statement} of its statements are in the database. Put it back as it was (SHA-256 of its statements {left.Checksum}), run again, and make the change in a new migration.");
    }

    private async Task<JournalRow> RunAsync(Segment segment, JournalRow row, string? history, CancellationToken cancellation)
    {
        var after = row with { Statement = segment.Done, Begun = false };
        switch (segment.Kind)
        {
            case SegmentKind.Together:
                await session.InTransactionAsync(row.Migration, () => TogetherAsync(segment, after, history, cancellation), cancellation);
                break;
            case SegmentKind.Batches:
                await move.RunAsync(row.Migration, segment.First, segment.Statements[0], cancellation);
                await journal.WriteAsync(after, cancellation);
                break;
            default:
                await AloneAsync(segment.Statements[0], row, cancellation);
                await journal.WriteAsync(after, cancellation);
                break;
        }

        Boundary($"{row.Migration}: {after.Statement} done");
        return after;
    }

    private async Task TogetherAsync(Segment segment, JournalRow after, string? history, CancellationToken cancellation)
    {
        await Guard();
        foreach (var statement in segment.Statements)
            await StepAsync(() => session.RunAsync(statement.Text, cancellation), $"{after.Migration}: ran {Blockers.Shortened(statement.Text)}");
        await (history is null ? journal.WriteAsync(after, cancellation) : FinishAsync(after, history, cancellation));
        Boundary($"{after.Migration}: about to commit");
    }

    /// <summary>History and journal, in the transaction that is open.</summary>
    private async Task FinishAsync(JournalRow row, string history, CancellationToken cancellation)
    {
        await session.RunAsync(history, cancellation);
        await batches.DeleteAsync(row.Migration, cancellation);
        await (row.Down ? journal.DeleteAsync(row.Migration, cancellation) : journal.WriteAsync(row with { State = JournalState.Committed }, cancellation));
    }

    private async Task AloneAsync(MigrationStatement statement, JournalRow row, CancellationToken cancellation)
    {
        var nature = StatementNature.Of(statement);
        var begun = row.Begun;
        try
        {
            await session.OutsideAsync(row.Migration, nature.Online, async () =>
            {
                if (!await indexes.PrepareAsync(nature, begun, cancellation))
                    return;
                await StepAsync(() => journal.WriteAsync(row with { Begun = begun = true }, cancellation), $"{row.Migration}: about to run {Blockers.Shortened(statement.Text)}");
                await StepAsync(() => session.RunAsync(statement.Text, cancellation), $"{row.Migration}: ran {Blockers.Shortened(statement.Text)}");
            }, cancellation);
        }
        catch (Exception failure) when (failure is MigrationException or PostgresException)
        {
            await ClearAsync(nature);
            throw;
        }
    }

    private async Task StepAsync(Func<Task> step, string done)
    {
        await step();
        Boundary(done);
    }

    private async Task ClearAsync(StatementNature nature)
    {
        try
        {
            await indexes.ClearAsync(nature, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The first error is the one to tell; the next run finds what is left.
        }
    }

    private async Task RecordAsync(JournalRow row)
    {
        try
        {
            await journal.WriteAsync(row, CancellationToken.None);
        }
        catch (Exception unheard) when (unheard is NpgsqlException or InvalidOperationException)
        {
            // The first error is the one to tell; a row that still says 'started' is resumed in the same way.
        }
    }
}
