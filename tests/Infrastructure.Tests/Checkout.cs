using Frostline.Bicep;

namespace Infrastructure.Tests;

/// <summary>The infrastructure of this checkout, and copies of it that a test may change.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Infrastructure => Path.Combine(Root, "infrastructure");

    public static IEnumerable<string> BicepFiles => Directory.EnumerateFiles(Infrastructure, "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".bicep", StringComparison.Ordinal) || file.EndsWith(".bicepparam", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);

    /// <summary>The day the tests are run on, as far as the templates are concerned: findings that depend on the day must not appear over night.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 21);

    public static Task<InfrastructureResult> CheckAsync(string root) => InfrastructureCheck.RunAsync(Request(root), TestContext.Current.CancellationToken);

    public static InfrastructureRequest Request(string root)
    {
        var request = InfrastructureRequest.ForFolder(root, "infrastructure", Today);
        return request with { Environments = [.. request.Environments.Select(environment => environment with { ResourceGroup = $"coffeetracker-{environment.Name}" })] };
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Frostline.slnx")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run in a checkout."));
}
