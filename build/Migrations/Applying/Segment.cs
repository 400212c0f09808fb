namespace Frostline.Migrations.Applying;

/// <summary>Statements that are done or not done together: what a kill leaves is a whole number of segments, but for those outside transactions.</summary>
/// <param name="First">Position of the first statement in the migration, from 0.</param>
/// <param name="Statements">In order.</param>
/// <param name="Kind">How they are run.</param>
internal sealed record Segment(int First, IReadOnlyList<MigrationStatement> Statements, SegmentKind Kind)
{
    /// <summary>How many statements of the migration are done after it.</summary>
    public int Done => First + Statements.Count;

    /// <summary>
    /// Parts a migration as EF Core does, at each statement outside transactions; and at each that is done in batches. What need not be outside is
    /// given a transaction of its own, so that the journal knows for certain whether it happened.
    /// </summary>
    /// <param name="script">The migration.</param>
    /// <param name="done">How many statements are done already.</param>
    /// <exception cref="MigrationException">A statement begins or ends transactions itself, or its batches cannot be made.</exception>
    public static IReadOnlyList<Segment> Of(MigrationScript script, int done)
    {
        var segments = new List<Segment>();
        for (var index = done; index < script.Statements.Count; index++)
        {
            var (statement, kind) = (script.Statements[index], KindOf(script, index));
            if (kind == SegmentKind.Together && !statement.Outside && segments is [.., { Kind: SegmentKind.Together, Statements: [{ Outside: false }, ..] } last])
                segments[^1] = last with { Statements = [.. last.Statements, statement] };
            else
                segments.Add(new(index, [statement], kind));
        }

        return segments;
    }

    private static SegmentKind KindOf(MigrationScript script, int index)
    {
        var statement = script.Statements[index];
        var nature = StatementNature.Of(statement);
        if (nature.ControlsTransactions)
            throw new MigrationException(
                $"{script.Migration}: statement {index + 1} begins or ends a transaction: {Blockers.Shortened(statement.Text)}. Each migration runs in a transaction already: leave it out.");
        return BatchDirective.Of(statement) is not null ? SegmentKind.Batches : statement.Outside && nature.OnlyOutside ? SegmentKind.Alone : SegmentKind.Together;
    }
}

/// <summary>How the statements of a segment are run.</summary>
internal enum SegmentKind
{
    /// <summary>In one transaction with the journal's row.</summary>
    Together,

    /// <summary>One statement outside transactions: the journal says before that it is begun.</summary>
    Alone,

    /// <summary>One statement in many transactions, each for a range of keys.</summary>
    Batches,
}
