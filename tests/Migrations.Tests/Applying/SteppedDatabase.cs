using Frostline.Migrations.Tests.Samples;
using Npgsql;

namespace Frostline.Migrations.Tests.Applying;

/// <summary>What <see cref="SteppedContext"/> must leave, however often its migrations were begun.</summary>
internal static class SteppedDatabase
{
    public static MigrationSource Source { get; } = new(typeof(SteppedContext).Assembly.Location, nameof(SteppedContext));

    /// <summary>Each a question and its answer.</summary>
    private static readonly (string Sql, object Answer)[] Whole =
    [
        ("SELECT string_agg(\"MigrationId\", ' ' ORDER BY \"MigrationId\") FROM \"__EFMigrationsHistory\"", "20260101000000_MakeBeans 20260102000000_ChangeBeans 20260103000000_MakeMills"),
        ("SELECT string_agg(state || ' ' || statement || ' ' || begun || ' ' || (ended IS NOT NULL), ', ' ORDER BY migration) FROM __frostline_migrations",
            "committed 3 false true, committed 6 false true, committed 2 false true"),
        ("SELECT count(*) FROM __frostline_batches", 0L),
        ("SELECT count(*) FROM beans WHERE touched = 1 AND origin = 'Kenya'", (long)MakeBeans.Rows),
        ("SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ' ORDER BY 1) FROM pg_index WHERE indrelid = 'beans'::regclass AND NOT indisprimary", "ix_beans_origin true"),
        ("SELECT count(*) FROM pg_tables WHERE tablename IN ('beans', 'roasts', 'cups', 'mills')", 4L),
        ("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", 0L),
    ];

    public static async Task ShouldBeWholeAsync(string connectionString, string after)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        foreach (var (sql, answer) in Whole)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            (await command.ExecuteScalarAsync()).ShouldBe(answer, $"{after}: {sql}");
        }
    }
}
