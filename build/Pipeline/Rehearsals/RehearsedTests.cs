using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Images;
using Frostline.Pipeline.Packing;
using Frostline.TestRuns;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>The integration tests that a release was packed with, run on databases of a given schema: on a server of their own, without rows or passwords of the environment.</summary>
internal sealed class RehearsedTests(BuildContext context, ReleaseManifest release) : IDisposable
{
    /// <summary>What tests/Testing reads, and whoever adopts it.</summary>
    private const string SchemaVariable = "FROSTLINE_TEST_SCHEMA";

    private const int Named = 5;

    private readonly string folder = Directory.CreateTempSubdirectory("frostline-rehearsal-").FullName;
    private IReadOnlyList<TestProject>? projects;

    /// <param name="schema">Statements that make the schema; null for the one that the release's own migrations make.</param>
    /// <returns>Which tests failed, or null.</returns>
    /// <exception cref="DeliveryException">It cannot be told: no tests were packed, or they cannot run.</exception>
    /// <exception cref="RefusedException">They are not what was packed, or nobody signed them where somebody must: they were not run.</exception>
    public async Task<string?> TryAsync(string? schema)
    {
        projects ??= await FetchAsync();
        var file = Path.Combine(folder, "schema.sql");
        await File.WriteAllTextAsync(file, schema ?? "", context.Cancellation);
        var request = new TestRunRequest
        {
            Projects = projects,
            RepositoryRoot = context.Paths.Root,
            ResultsFolder = context.Paths.Of("artifacts", "migrate", context.Target.Name, "tests", release.Version),
            Coverage = false,
            ProjectDeadline = context.Settings.Tests.ProjectTimeout,
            Variables = new Dictionary<string, string?> { [SchemaVariable] = schema is null ? null : file },
            Inherits = variable => variable is "PATH" or "HOME" or "TMPDIR" or "LANG" or "USER" || variable.StartsWith("DOTNET_", StringComparison.Ordinal),
        };
        var summary = await new TestRunner(context.Processes, TimeProvider.System).RunAsync(request, _ => { }, context.Cancellation);
        return summary.Verdict switch
        {
            TestVerdict.Pass => null,
            TestVerdict.Inconclusive => throw new DeliveryException($"{summary.ClosingLine}. {string.Join(" ", summary.Reasons)}"),
            _ => Told(summary),
        };
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Told(TestRunSummary summary)
    {
        string[] failed = [.. summary.Failures.Select(failure => failure.Test), .. summary.Projects.Where(project => project.Problem is not null).Select(project => $"{project.Name}: {project.Problem!.Split('\n')[0]}")];
        return $"{summary.ClosingLine}: {string.Join(", ", failed.Take(Named))}{(failed.Length > Named ? $" and {failed.Length - Named} more" : "")}";
    }

    private async Task<IReadOnlyList<TestProject>> FetchAsync()
    {
        using var registry = await context.RegistryAsync();
        using var key = await new SignatureKeys(context).DemandedAsync();
        try
        {
            var service = release.Services.FirstOrDefault(service => service.Name == PackedTests.Beside(context.Settings));
            var unpacked = service is null ? [] : await new TestPackages(registry, key).UnpackAsync(service, release.Version, folder, context.Cancellation);
            return unpacked.Count > 0 ? unpacked : throw new DeliveryException($"not checked: {release.Version} was packed without tests.");
        }
        catch (RegistryException error)
        {
            throw new DeliveryException($"not checked: {error.Message}", error);
        }
    }
}
