using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CoffeeTracker.Data.Migrations;

/// <summary>Demands a value that the release before does not give.</summary>
[DbContext(typeof(CoffeeContext)), Migration("20270102000000_DemandBean")]
public sealed class DemandBean : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE coffees ADD bean text NOT NULL;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("bean", "coffees");
}
