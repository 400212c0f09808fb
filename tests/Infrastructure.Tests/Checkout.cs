using Frostline.Bicep;

namespace Infrastructure.Tests;

/// <summary>The infrastructure of this checkout.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static readonly Lazy<Task<InfrastructureResult>> Checked = new(() => CheckAsync(Root));

    public static string Infrastructure => Path.Combine(Root, "infrastructure");

    /// <summary>Fixed: what depends on the day must not appear over night.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 21);

    public static IEnumerable<string> BicepFiles => Directory.EnumerateFiles(Infrastructure, "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".bicep", StringComparison.Ordinal) || file.EndsWith(".bicepparam", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);

    /// <summary>Checked once for all tests.</summary>
    public static Task<InfrastructureResult> ResultAsync() => Checked.Value;

    public static async Task<EnvironmentResult> EnvironmentAsync(string name) => (await ResultAsync()).Environments.Single(environment => environment.Name == name);

    public static Task<InfrastructureResult> CheckAsync(string root, bool updateSnapshots = false) =>
        InfrastructureCheck.RunAsync(Request(root) with { UpdateSnapshots = updateSnapshots }, CancellationToken.None);

    private static InfrastructureRequest Request(string root)
    {
        var request = InfrastructureRequest.ForFolder(root, "infrastructure", Today);
        return request with { Environments = [.. request.Environments.Select(environment => environment with { ResourceGroup = $"coffeetracker-{environment.Name}" })] };
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Frostline.slnx")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run in a checkout."));
}
