using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Tests.Samples;

/// <summary>Its second release adds, its third takes away what the first one maps, its fourth what only the first two map.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => MapLast(modelBuilder);

    internal static void MapFirst(ModelBuilder model) => model.Entity("Bean", bean =>
    {
        bean.Property<long>("Id").HasColumnName("id").HasColumnType("bigint");
        bean.Property<string>("Origin").HasColumnName("origin").HasColumnType("text");
        bean.HasKey("Id");
        bean.ToTable("beans");
    });

    /// <summary>The origin is not mapped any more.</summary>
    internal static void MapLast(ModelBuilder model) => model.Entity("Bean", bean =>
    {
        bean.Property<long>("Id").HasColumnName("id").HasColumnType("bigint").ValueGeneratedNever();
        bean.HasKey("Id");
        bean.ToTable("beans");
    });
}

[DbContext(typeof(ShopContext)), Migration("20260101000000_Sell")]
public sealed class Sell : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE beans (id bigint PRIMARY KEY, origin text)");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE beans");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => ShopContext.MapFirst(modelBuilder);
}

[DbContext(typeof(ShopContext)), Migration("20260102000000_ForgetOrigin")]
public sealed class ForgetOrigin : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_beans_origin ON beans (origin)", suppressTransaction: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX ix_beans_origin");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => ShopContext.MapLast(modelBuilder);
}

[DbContext(typeof(ShopContext)), Migration("20260103000000_DropOrigin")]
public sealed class DropOrigin : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE beans DROP COLUMN origin");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => ShopContext.MapLast(modelBuilder);
}

[DbContext(typeof(ShopContext))]
internal sealed class ShopContextSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder) => ShopContext.MapLast(modelBuilder);
}
