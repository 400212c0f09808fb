using Frostline.Pipeline.Benchmarks.Loading;
using Frostline.Pipeline.Benchmarks.Migrating;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>Every benchmark there is.</summary>
internal static class Catalog
{
    private const string Entry = "./build.sh";

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new CommandComparison("startup", "How long until the task graph is on the screen, when nothing changed?", rounds: 7,
            new("./build.sh --tree", Entry, "--tree"),
            new("dotnet run -- --tree", "dotnet", "run", "--project", "build/Pipeline", "--", "--tree") { MostShare = 0.25 },
            new("dotnet run --no-build -- --tree", "dotnet", "run", "--no-build", "--project", "build/Pipeline", "--", "--tree")),
        new CommandComparison("compile", "How long does compiling take, when nothing changed?", rounds: 5,
            new("./build.sh --target=Compile", Entry, "--target=Compile"),
            new("dotnet build -c Release", "dotnet", "build", "Frostline.slnx", "-c", "Release", "-v", "quiet"))
        {
            Most = TimeSpan.FromSeconds(2),
        },
        new CommandComparison("redeploy", "How long does a deployment take, when nothing changed?", rounds: 5,
            new Way("./build.sh --target=DeployStaging", Entry, "--target=DeployStaging")),
        new BicepTrial(),
        new ImageTrial(),
        new ScanTrial(),
        new LoadTrial(),
        new MigrateTrial(),
        new JudgeBenchmark(),
        new TestedFigures("rollout", "How many requests does a rollout lose, and how long does going back take?", "Contract.Tests"),
    ];
}
