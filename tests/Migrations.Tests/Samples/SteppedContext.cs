using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Tests.Samples;

/// <summary>Its migrations have every kind of statement; what is done twice shows: counters count, and tables are made once.</summary>
public sealed class SteppedContext(DbContextOptions<SteppedContext> options) : DbContext(options);

[DbContext(typeof(SteppedContext)), Migration("20260101000000_MakeBeans")]
public sealed class MakeBeans : Migration
{
    public const int Rows = 1000;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE beans (id int PRIMARY KEY, name text NOT NULL, touched int NOT NULL DEFAULT 0);");
        migrationBuilder.Sql($"INSERT INTO beans SELECT n, 'bean ' || n FROM generate_series(1, {Rows}) AS n;");
        migrationBuilder.Sql("CREATE INDEX ix_beans_name ON beans (name);");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE beans;");
}

[DbContext(typeof(SteppedContext)), Migration("20260102000000_ChangeBeans")]
public sealed class ChangeBeans : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE beans ADD origin text; CREATE TABLE roasts (id int);");
        migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix_beans_origin ON beans (origin);", suppressTransaction: true);
        migrationBuilder.Sql("-- frostline:batch key=beans.id size=300\nUPDATE beans SET origin = 'Kenya', touched = touched + 1 WHERE origin IS NULL OR name = 'x';");
        migrationBuilder.Sql("ALTER TABLE beans ALTER origin SET DEFAULT 'Kenya';");
        migrationBuilder.Sql("CREATE TABLE cups (id int);", suppressTransaction: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("cups");
        migrationBuilder.Sql("DROP INDEX CONCURRENTLY ix_beans_origin;", suppressTransaction: true);
        migrationBuilder.DropTable("roasts");
    }
}

[DbContext(typeof(SteppedContext)), Migration("20260103000000_MakeMills")]
public sealed class MakeMills : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE mills (id int);");
        migrationBuilder.DropIndex("ix_beans_name", "beans");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("ix_beans_name", "beans", "name").Annotation("Npgsql:CreatedConcurrently", true);
        migrationBuilder.DropTable("mills");
    }
}

/// <summary>Its only migration locks a table and keeps it.</summary>
public sealed class HoldingContext(DbContextOptions<HoldingContext> options) : DbContext(options);

[DbContext(typeof(HoldingContext)), Migration("20260101000000_HoldBeans")]
public sealed class HoldBeans : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE beans ADD kept int; SELECT pg_sleep(600);");
}

/// <summary>Its only migration builds an index concurrently, which waits for all who write to the table.</summary>
public sealed class BuildingContext(DbContextOptions<BuildingContext> options) : DbContext(options);

[DbContext(typeof(BuildingContext)), Migration("20260101000000_IndexBeans")]
public sealed class IndexBeans : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateIndex("ix_beans_id", "beans", "id").Annotation("Npgsql:CreatedConcurrently", true);
}
