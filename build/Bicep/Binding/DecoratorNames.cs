namespace Frostline.Bicep.Binding;

/// <summary>The decorators of the language.</summary>
internal static class DecoratorNames
{
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "allowed", "batchSize", "description", "discriminator", "export", "maxLength", "maxValue", "metadata", "minLength", "minValue",
        "onlyIfNotExists", "retryOn", "sealed", "secure", "validate", "waitUntil",
    };
}
