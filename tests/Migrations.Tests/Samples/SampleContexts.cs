using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Tests.Samples;

/// <summary>Its second migration fails half-way.</summary>
public sealed class FailingContext(DbContextOptions<FailingContext> options) : DbContext(options);

[DbContext(typeof(FailingContext)), Migration("20260101000000_MakeTable")]
public sealed class MakeTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE made (id int NOT NULL);");
}

[DbContext(typeof(FailingContext)), Migration("20260102000000_BreakTable")]
public sealed class BreakTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE made ADD COLUMN half text;");
        migrationBuilder.Sql("INSERT INTO made (id) VALUES (NULL);");
    }
}

/// <summary>Its only migration says that it began, and waits for a row that lets it go on.</summary>
public sealed class SlowContext(DbContextOptions<SlowContext> options) : DbContext(options);

[DbContext(typeof(SlowContext)), Migration("20260101000000_WaitForGate")]
public sealed class WaitForGate : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("SELECT count(*) FROM gate;");
}

/// <summary>Nobody ever made a migration for it.</summary>
public sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options);

/// <summary>Maps a table that no migration makes.</summary>
public sealed class UnfinishedContext(DbContextOptions<UnfinishedContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>();

    public sealed class Row
    {
        public int Id { get; set; }
    }
}

[DbContext(typeof(UnfinishedContext)), Migration("20260101000000_Empty")]
public sealed class Empty : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
    }
}
