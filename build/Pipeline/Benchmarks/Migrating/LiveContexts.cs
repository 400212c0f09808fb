using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A column and an index, as the rules ask for them.</summary>
public sealed class AdditiveContext(DbContextOptions<AdditiveContext> options) : DbContext(options);

[DbContext(typeof(AdditiveContext)), Migration(Id)]
public sealed class AddRoasterOnline : Migration
{
    internal const string Id = "20260101000000_AddRoasterOnline";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("roaster", "coffees", nullable: true);
        migrationBuilder.CreateIndex("ix_coffees_consumed_at", "coffees", "consumed_at").Annotation("Npgsql:CreatedConcurrently", true);
    }
}

/// <summary>The same as it is written at first.</summary>
public sealed class NaiveContext(DbContextOptions<NaiveContext> options) : DbContext(options);

[DbContext(typeof(NaiveContext)), Migration(Id)]
public sealed class AddRoasterAtOnce : Migration
{
    internal const string Id = "20260101000000_AddRoasterAtOnce";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("roaster", "coffees", nullable: true);
        migrationBuilder.CreateIndex("ix_coffees_consumed_at", "coffees", "consumed_at");
    }
}
