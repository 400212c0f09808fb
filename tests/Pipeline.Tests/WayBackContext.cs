using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pipeline.Tests;

/// <summary>Makes beans, and then asks where they come from.</summary>
public sealed class WayBackContext(DbContextOptions<WayBackContext> options) : DbContext(options);

[DbContext(typeof(WayBackContext)), Migration(Id)]
public sealed class MakeBeans : Migration
{
    internal const string Id = "20260101000000_MakeBeans";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE beans (id int PRIMARY KEY);");
}

[DbContext(typeof(WayBackContext)), Migration(Id)]
public sealed class AddOrigin : Migration
{
    internal const string Id = "20260102000000_AddOrigin";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>("origin", "beans", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("origin", "beans");
}
