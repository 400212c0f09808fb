using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CoffeeTracker.Data.Migrations;

/// <summary>Every column that the release before names is there, and yet it can log nothing any more: no model tells which values it writes.</summary>
[DbContext(typeof(CoffeeContext)), Migration("20270101000000_WriteSizesInCapitals")]
public sealed class WriteSizesInCapitals : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        -- frostline: allow check-constraint because sizes are written in capitals
        ALTER TABLE coffees ADD CONSTRAINT ck_coffees_size CHECK (size = upper(size)) NOT VALID;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropCheckConstraint("ck_coffees_size", "coffees");
}
