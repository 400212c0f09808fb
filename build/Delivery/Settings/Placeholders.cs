using System.Text.RegularExpressions;

namespace Frostline.Delivery.Settings;

/// <summary>Finds and fills <c>${…}</c> in values.</summary>
internal static partial class Placeholders
{
    public const string ConnectionString = "database.connectionString";
    public const string Version = "release.version";
    public const string Commit = "release.commit";
    public const string Environment = "environment";

    public static string ServiceUrl(string service) => $"services.{service}.url";

    public static IEnumerable<string> In(string value) => Form().Matches(value).Select(match => match.Groups[1].Value);

    /// <summary>Services whose address a service's variables name.</summary>
    public static IEnumerable<string> ServicesNeededBy(ServiceSettings service, IEnumerable<string> services)
    {
        var used = service.EnvironmentVariables.Values.Concat(service.Secrets.Values).SelectMany(In).ToHashSet();
        return services.Where(other => used.Contains(ServiceUrl(other)));
    }

    /// <param name="value">Text with placeholders.</param>
    /// <param name="resolve">The value of a placeholder, or null when it has none here.</param>
    /// <exception cref="DeliveryException">A placeholder has no value.</exception>
    public static string Fill(string value, Func<string, string?> resolve) => Form().Replace(value, match =>
        resolve(match.Groups[1].Value)
        ?? throw new DeliveryException($"'{match.Value}' has no value here. Check that the service or database it names is deployed."));

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Form();
}
