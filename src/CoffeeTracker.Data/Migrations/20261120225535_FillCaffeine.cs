using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoffeeTracker.Data.Migrations
{
    /// <summary>
    /// Gives coffees logged before <c>AddCaffeine</c> the caffeine of their type and size. The figures are those of this migration's
    /// day: it must do the same for ever, whatever the menu says later.
    /// </summary>
    public partial class FillCaffeine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            UPDATE coffees
            SET caffeine_mg = round(milligrams * factor)
            FROM (VALUES ('espresso', 80), ('filter', 95), ('americano', 95), ('cappuccino', 80), ('latte', 80),
                         ('flat-white', 130), ('cold-brew', 155), ('decaf', 5)) AS types (name, milligrams),
                 (VALUES ('small', 0.75), ('medium', 1.0), ('large', 1.5)) AS sizes (name, factor)
            WHERE coffees.type = types.name AND coffees.size = sizes.name AND coffees.caffeine_mg IS NULL;
            """);

        /// <summary>Nothing: what was filled in cannot be told from what was logged, and the release before reads both.</summary>
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
