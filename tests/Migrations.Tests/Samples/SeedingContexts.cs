using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Tests.Samples;

/// <summary>Seeds a mill that says whether a migration was applied just now.</summary>
public sealed class SeedingContext(DbContextOptions<SeedingContext> options) : DbContext(options)
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder
        .UseAsyncSeeding(async (context, changed, cancellation) =>
        {
            var mills = context.Set<Dictionary<string, object>>("Mill");
            mills.Add(new() { ["Id"] = await mills.CountAsync(cancellation), ["Note"] = $"{changed}" });
            await context.SaveChangesAsync(cancellation);
        })
        .UseSeeding((_, _) => throw new NotSupportedException("the other one is to be used"));

    protected override void OnModelCreating(ModelBuilder modelBuilder) => Map(modelBuilder);

    internal static void Map(ModelBuilder model) => model.Entity("Mill", mill =>
    {
        mill.Property<int>("Id").HasColumnName("id").HasColumnType("integer").ValueGeneratedNever();
        mill.Property<string>("Note").HasColumnName("note").HasColumnType("text");
        mill.HasKey("Id");
        mill.ToTable("mills");
    });
}

[DbContext(typeof(SeedingContext)), Migration("20260101000000_MakeMillsToSeed")]
public sealed class MakeMillsToSeed : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE mills (id integer PRIMARY KEY, note text NOT NULL);");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => SeedingContext.Map(modelBuilder);
}

[DbContext(typeof(SeedingContext)), Migration("20260102000000_IndexMillsToSeed")]
public sealed class IndexMillsToSeed : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE INDEX ix_mills_note ON mills (note);");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => SeedingContext.Map(modelBuilder);
}

[DbContext(typeof(SeedingContext))]
internal sealed class SeedingContextSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder) => SeedingContext.Map(modelBuilder);
}

/// <summary>Its seed writes, and then fails.</summary>
public sealed class BrokenSeedContext(DbContextOptions<BrokenSeedContext> options) : DbContext(options)
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSeeding((context, _) =>
    {
        context.Database.ExecuteSql($"INSERT INTO sown VALUES (1)");
        throw new InvalidOperationException("There are no beans.");
    });
}

[DbContext(typeof(BrokenSeedContext)), Migration("20260101000000_MakeSown")]
public sealed class MakeSown : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE sown (id int);");
}
