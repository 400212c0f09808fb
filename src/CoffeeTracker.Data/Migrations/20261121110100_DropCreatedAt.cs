using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoffeeTracker.Data.Migrations
{
    /// <summary>Takes away what no release uses since <c>DefaultCreatedAt</c>: applied once no release before that one is left to go back to.</summary>
    public partial class DropCreatedAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "created_at", table: "coffees");

        /// <summary>Brings the values back: the first 48 bits of an id are the milliseconds since 1970.</summary>
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "created_at", table: "coffees", type: "timestamp with time zone", nullable: false, defaultValueSql: "now()");
            migrationBuilder.Sql("UPDATE coffees SET created_at = to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0);");
        }
    }
}
