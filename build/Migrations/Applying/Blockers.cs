using System.Globalization;
using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>Who holds what a session waits for.</summary>
internal static class Blockers
{
    private const int QueryLength = 80;

    /// <param name="connection">Another one than the session's.</param>
    /// <param name="backend">The session that waits.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>None when it waits for nobody.</returns>
    public static async Task<IReadOnlyList<BlockingSession>> OfAsync(NpgsqlConnection connection, int backend, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT pid, COALESCE(usename, ''), application_name, query, COALESCE(state, ''), COALESCE(EXTRACT(epoch FROM clock_timestamp() - xact_start), 0)::float8
            FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids($1)) ORDER BY xact_start
            """, connection) { Parameters = { new() { Value = backend } } };
        var sessions = new List<BlockingSession>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            sessions.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), Shortened(reader.GetString(3)), reader.GetString(4), TimeSpan.FromSeconds(reader.GetDouble(5))));
        return sessions;
    }

    /// <summary>A statement on one line, its first 80 characters.</summary>
    public static string Shortened(string sql)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= QueryLength ? line : line[..QueryLength] + "…";
    }
}

/// <summary>A session that holds a lock which a migration waits for.</summary>
/// <param name="BackendProcessId">PostgreSQL's process for it.</param>
/// <param name="User">Who signed in.</param>
/// <param name="Application">What it calls itself; may be empty.</param>
/// <param name="Query">Its current statement, or its last one; the first 80 characters.</param>
/// <param name="State">PostgreSQL's word, such as <c>idle in transaction</c>.</param>
/// <param name="Age">Since when its transaction is open.</param>
public sealed record BlockingSession(int BackendProcessId, string User, string Application, string Query, string State, TimeSpan Age)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"backend {BackendProcessId} (user {User}{(Application.Length > 0 ? $", {Application}" : "")}, {State}, in a transaction for {Age.TotalSeconds:0.0} s): {Query}");
}
