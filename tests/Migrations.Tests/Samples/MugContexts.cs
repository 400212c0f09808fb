using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Tests.Samples;

/// <summary>A table that is made, and then gets a column and more room in another: the way back takes all of it.</summary>
public sealed class MugContext(DbContextOptions<MugContext> options) : DbContext(options);

[DbContext(typeof(MugContext)), Migration(Id)]
public sealed class OpenCupboard : Migration
{
    public const string Id = "20260101000000_OpenCupboard";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE cupboards (id int)");
}

[DbContext(typeof(MugContext)), Migration("20260102000000_MakeMugs")]
public sealed class MakeMugs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE mugs (id int PRIMARY KEY, label varchar(5))");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("mugs");
}

[DbContext(typeof(MugContext)), Migration("20260103000000_WidenLabel")]
public sealed class WidenLabel : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE mugs ALTER label TYPE text, ADD colour text");

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn("colour", "mugs");
        migrationBuilder.AlterColumn<string>("label", "mugs", "varchar(5)", nullable: true);
    }
}
