using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoffeeTracker.Data.Migrations
{
    /// <summary>
    /// The model gives <c>created_at</c> no more: an id (UUID version 7) tells when it was made. Releases before go on giving and reading it, so that the
    /// column stays, with a value for the rows of this release.
    /// </summary>
    public partial class DefaultCreatedAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AlterColumn<DateTimeOffset>(
            name: "created_at",
            table: "coffees",
            type: "timestamp with time zone",
            nullable: false,
            defaultValueSql: "now()",
            oldClrType: typeof(DateTimeOffset),
            oldType: "timestamp with time zone");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.AlterColumn<DateTimeOffset>(
            name: "created_at",
            table: "coffees",
            type: "timestamp with time zone",
            nullable: false,
            oldClrType: typeof(DateTimeOffset),
            oldType: "timestamp with time zone",
            oldDefaultValueSql: "now()");
    }
}
