using System.Diagnostics;
using System.Globalization;
using Frostline.Migrations.Linting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A hundred migrations of ten operations each, some of them hazards, read and judged.</summary>
internal sealed class LintPart : BenchmarkPart
{
    private const int Migrations = 100;

    public override string Name => "lint";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        await using var model = new AdditiveContext(new DbContextOptionsBuilder<AdditiveContext>().UseNpgsql().Options);
        var cold = Judge(model, 1);
        var (milliseconds, findings) = Judge(model, Migrations);
        return new(
            [new("milliseconds to judge 100 migrations of 10 operations", milliseconds, null, 1000), new("hazards found in each of them", (double)findings / Migrations, 4, 4)],
            [string.Create(CultureInfo.InvariantCulture, $"the first migration, with everything to be compiled: {cold.Milliseconds:0} ms")],
            new { Migrations, Milliseconds = milliseconds, FirstMilliseconds = cold.Milliseconds, Findings = findings });
    }

    private static (double Milliseconds, int Findings) Judge(AdditiveContext model, int migrations)
    {
        var start = Stopwatch.GetTimestamp();
        var findings = Enumerable.Range(0, migrations).Sum(number => MigrationLint.Findings(model, Operations(number)).Count);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, findings);
    }

    private static List<MigrationOperation> Operations(int number)
    {
        var builder = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        var table = $"beans{number}";
        builder.CreateTable(table, columns => new { id = columns.Column<Guid>("uuid"), name = columns.Column<string>("text") }, constraints: keys => keys.PrimaryKey($"pk_{table}", row => row.id));
        builder.CreateIndex($"ix_{table}", table, "name");
        builder.AddColumn<string>("roaster", "coffees", "text", nullable: true);
        builder.AddColumn<int>("cups", "coffees", "integer", nullable: false, defaultValue: 1);
        builder.CreateIndex("ix_coffees_roaster", "coffees", "roaster"); // hazard: built under a lock
        builder.AlterColumn<string>("size", "coffees", "character varying(64)", oldClrType: typeof(string), oldType: "character varying(16)");
        builder.DropColumn("note", "coffees"); // hazard: a release before reads it
        builder.RenameColumn("type", "coffees", "kind"); // hazard: a release before looks for the old name
        builder.Sql("UPDATE coffees SET roaster = 'house' WHERE roaster IS NULL AND consumed_at < now();"); // hazard: behind the locks of this migration
        builder.Sql("CREATE VIEW strong AS SELECT id, caffeine_mg FROM coffees WHERE caffeine_mg > 100;");
        return builder.Operations;
    }
}
