using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Frostline.Migrations.Tests.Samples;
using Microsoft.EntityFrameworkCore;
using Testing;

namespace Frostline.Migrations.Tests;

public sealed class MigrationAssemblyTests
{
    private static readonly string Here = typeof(FailingContext).Assembly.Location;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> Refusal(MigrationSource source) =>
        (await Should.ThrowAsync<MigrationException>(Migrator.HeadAsync(source, Cancellation))).Message;

    [Fact]
    public async Task Head_IsTheNewestMigrationAndNeedsNoDatabase() =>
        (await Migrator.HeadAsync(CoffeeDatabase.Migrations, Cancellation)).ShouldBe("20261121110100_DropCreatedAt");

    [Fact]
    public async Task Load_WhenTheAssemblyIsMissing_SaysCompile() =>
        (await Refusal(new("/nowhere/Data.dll"))).ShouldBe("/nowhere/Data.dll: not there. Compile first.");

    [Fact]
    public async Task Load_WhenThereIsNoContext_SaysWhatIsWanted()
    {
        var path = typeof(Delivery.DeliveryException).Assembly.Location;

        (await Refusal(new(path))).ShouldBe($"{path}: it has no DbContext with a public constructor that takes DbContextOptions.");
    }

    [Fact]
    public async Task Load_WhenThereAreSeveralContexts_NamesThemAll()
    {
        var refusal = await Refusal(new(Here));

        refusal.ShouldStartWith($"{Here}: it has several DbContexts: ");
        foreach (var context in typeof(FailingContext).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(DbContext))))
            refusal.ShouldContain(context.FullName!);
        refusal.ShouldEndWith("Name the one to migrate.");
    }

    [Fact]
    public async Task Load_WhenTheNamedContextIsUnknown_ListsTheOthers() =>
        (await Refusal(new(Here, "FlyingContext"))).ShouldContain("it has no DbContext 'FlyingContext' that takes its options. There are: ");

    [Fact]
    public async Task Load_WhenAContextHasNoMigrations_SaysHowToAddOne() =>
        (await Refusal(new(Here, nameof(BareContext)))).ShouldBe($"{Here}: BareContext has no migrations. Add one with 'dotnet ef migrations add'.");

    [Fact]
    public async Task Load_WhenADependencyIsMissing_NamesItAndSaysWhereToLook()
    {
        using var folder = new TemporaryFolder();
        var absent = new PersistedAssemblyBuilder(new AssemblyName("Absent"), typeof(object).Assembly);
        var parent = absent.DefineDynamicModule("Absent").DefineType("Parent", TypeAttributes.Public);
        parent.CreateType();
        var present = new PersistedAssemblyBuilder(new AssemblyName("Present"), typeof(object).Assembly);
        present.DefineDynamicModule("Present").DefineType("Child", TypeAttributes.Public, parent).CreateType();
        var path = folder.Combine("Present.dll");
        present.Save(path);

        (await Refusal(new(path))).ShouldBe(
            $"{path}: it needs Absent, which is neither beside it nor part of the pipeline. Set CopyLocalLockFileAssemblies in its project, or migrate from its published folder.");
    }

    [Fact]
    public async Task Dispose_LetsTheAssemblyGo()
    {
        var assembly = LoadAndDispose();

        await Eventually.Is(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !assembly.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndDispose()
    {
        using var assembly = new MigrationAssembly(CoffeeDatabase.Migrations);
        using var context = assembly.CreateContext(connection: null);
        context.Model.GetEntityTypes().ShouldNotBeEmpty();
        context.GetType().Assembly.ShouldNotBe(typeof(CoffeeTracker.Data.CoffeeContext).Assembly);
        return new(context.GetType().Assembly);
    }
}
