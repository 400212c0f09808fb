using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Testing;

/// <summary>The sources with which the services' tests passed last, all of them: a deployment of the same needs them no second time.</summary>
internal sealed record PassedBefore(string Stamp, string Sources)
{
    public bool HoldsStill => File.Exists(Stamp) && File.ReadAllText(Stamp) == Sources;

    public static async Task<PassedBefore> ReadAsync(BuildContext context)
    {
        var folders = ProjectClosure.Of(context.Paths.Root, TestSuite.Services(context).Projects.Select(project => $"tests/{project.Name}"));
        var sources = await SourceTree.HashAsync(context.Paths.Root, folders, SourceHash.RootFiles, context.Cancellation);
        return new(Path.Combine(context.Paths.Tests, "services.passed"), sources);
    }

    public Task WriteAsync(CancellationToken cancellation) => File.WriteAllTextAsync(Stamp, Sources, cancellation);
}
