using System.Diagnostics;
using Frostline.Delivery.Settings;
using Frostline.Migrations;

namespace OtherPipeline;

/// <summary>A migration that ends by <c>kill -9</c> between two things that it does.</summary>
internal sealed record DoomedMigration
{
    public required string Assembly { get; init; }

    public required string Context { get; init; }

    public required string ConnectionString { get; init; }

    /// <summary>The migration to go back to, or null to apply all.</summary>
    public string? BackTo { get; init; }

    /// <summary>The boundary, from 1 on, that it does not cross; 0 to be killed from outside.</summary>
    public int LastBoundary { get; init; }

    /// <returns>0 when it came to its end before that boundary.</returns>
    public static async Task<int> RunAsync(DoomedMigration order)
    {
        var (source, connection, boundaries) = (new MigrationSource(order.Assembly, order.Context), new Secret(order.ConnectionString), 0);
        void Count(string done)
        {
            if (++boundaries == order.LastBoundary)
                Process.GetCurrentProcess().Kill();
        }

        if (order.BackTo is { } target)
            await new SchemaReturner(TimeProvider.System) { Boundary = Count }.ReturnAsync(source, connection, target, Console.WriteLine, CancellationToken.None);
        else
            await new Migrator(TimeProvider.System) { Boundary = Count }.ApplyAsync(source, connection, new(), Console.WriteLine, CancellationToken.None);
        return 0;
    }
}
