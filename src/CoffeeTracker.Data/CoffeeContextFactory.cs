using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CoffeeTracker.Data;

/// <summary>What <c>dotnet ef migrations add</c> makes its model with; it never connects.</summary>
internal sealed class CoffeeContextFactory : IDesignTimeDbContextFactory<CoffeeContext>
{
    public CoffeeContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<CoffeeContext>().UseNpgsql("Host=localhost;Database=coffee").Options);
}
