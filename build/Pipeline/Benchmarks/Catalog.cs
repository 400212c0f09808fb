namespace Frostline.Pipeline.Benchmarks;

/// <summary>Every benchmark there is.</summary>
internal static class Catalog
{
    private const string Entry = "./build.sh";

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("startup", "How long until the task graph is on the screen, when nothing changed?",
        [
            new("./build.sh --tree", Entry, "--tree"),
            new("dotnet run -- --tree", "dotnet", "run", "--project", "build/Pipeline", "--", "--tree"),
            new("dotnet run --no-build -- --tree", "dotnet", "run", "--no-build", "--project", "build/Pipeline", "--", "--tree"),
        ]),
        new("compile", "How long does compiling take, when nothing changed?",
        [
            new("./build.sh --target=Compile", Entry, "--target=Compile"),
            new("dotnet build -c Release", "dotnet", "build", "Frostline.slnx", "-c", "Release", "-v", "quiet"),
        ])
        {
            Rounds = 5,
        },
        new("redeploy", "How long does a deployment take, when nothing changed?",
        [
            new("./build.sh --target=DeployStaging", Entry, "--target=DeployStaging"),
        ])
        {
            Rounds = 5,
        },
    ];
}
