using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CoffeeTracker.Data.Migrations;

/// <summary>
/// Every column that the release before names is there, and what is logged as it is drunk is taken: no model and no load tells that the release also writes
/// what this refuses. Its own tests do.
/// </summary>
[DbContext(typeof(CoffeeContext)), Migration("20270101000000_ForgetThePast")]
public sealed class ForgetThePast : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        -- frostline: allow check-constraint because nobody logs a coffee of last year
        ALTER TABLE coffees ADD CONSTRAINT ck_coffees_consumed_at CHECK (consumed_at >= '2026-10-01Z') NOT VALID;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropCheckConstraint("ck_coffees_consumed_at", "coffees");
}
