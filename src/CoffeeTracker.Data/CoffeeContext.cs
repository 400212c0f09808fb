using Microsoft.EntityFrameworkCore;

namespace CoffeeTracker.Data;

/// <summary>The coffee database. Nothing migrates it but the pipeline.</summary>
public sealed class CoffeeContext(DbContextOptions<CoffeeContext> options) : DbContext(options)
{
    public DbSet<Coffee> Coffees => Set<Coffee>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Coffee>(coffee =>
    {
        coffee.ToTable("coffees");
        coffee.HasKey(c => c.Id).HasName("pk_coffees");
        coffee.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        coffee.Property(c => c.Owner).HasColumnName("owner");
        coffee.Property(c => c.Type).HasColumnName("type").HasMaxLength(32);
        coffee.Property(c => c.Size).HasColumnName("size").HasMaxLength(16);
        coffee.Property(c => c.ConsumedAt).HasColumnName("consumed_at");
        coffee.Property(c => c.Caffeine).HasColumnName("caffeine_mg");
        coffee.HasIndex(c => new { c.Owner, c.ConsumedAt }).HasDatabaseName("ix_coffees_owner_consumed_at");
    });
}
