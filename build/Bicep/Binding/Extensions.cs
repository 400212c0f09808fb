using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Extensions: whose resources are not Azure's, and which nobody declares. Their types are not here, so their resources are taken as they are.</summary>
internal static class Extensions
{
    /// <summary>The one that comes with the language, beside Azure's own types.</summary>
    public const string Kubernetes = "kubernetes";
    private static readonly string[] OfAzure = ["az", "sys"];

    /// <summary>What a file declares beside <c>az</c> and <c>sys</c>.</summary>
    public static IEnumerable<ExtensionSyntax> Of(FileModel model) =>
        model.Syntax.Statements.OfType<ExtensionSyntax>().Where(IsForeign);

    public static bool IsForeign(ExtensionSyntax extension) => NameOf(extension) is not { } name || !OfAzure.Contains(name);

    /// <summary>Whether a resource is of an extension: the file declares one, and the type is none that Azure could have.</summary>
    public static bool Has(ResourceSymbol resource) => resource.Model.HasExtensions && !IsAzure(resource.Container ?? resource);

    /// <summary>The name it is declared by; null of a reference in quotes.</summary>
    public static string? NameOf(ExtensionSyntax extension) => extension.Specification is Token { IsMissing: false } name ? name.Text : null;

    /// <summary>The name the file uses for it.</summary>
    public static string AliasOf(ExtensionSyntax extension) => extension.Alias?.Text ?? NameOf(extension) ?? "";

    /// <summary>Whether all of them can be written into a template: the others say in their artifacts what they are called there.</summary>
    public static bool AreKnown(FileModel model) => !model.HasExtensions || Of(model).All(extension => NameOf(extension) == Kubernetes && BicepConfiguration.Nearest(model.FullPath).ExtensionOf(Kubernetes) is null or "builtin:");

    public static void Report(FileModel model)
    {
        foreach (var extension in model.HasExtensions ? Of(model) : [])
        {
            if (extension.Specification is StringSyntax { Literal: { } text } && ArtifactReference.Of(text) is { } reference)
            {
                reference.Report(model, extension.Specification.Span);
            }
            else if (NameOf(extension) is { } name)
            {
                Report(model, name, extension.Specification.Span);
            }
        }
    }

    private static void Report(FileModel model, string name, TextSpan at)
    {
        switch (name, BicepConfiguration.Nearest(model.FullPath).ExtensionOf(name))
        {
            case (_, { } configured) when ArtifactReference.Of(configured) is { Scheme: not "builtin" } reference:
                reference.Report(model, at);
                break;
            case ("microsoftGraph", null or "builtin:"):
                model.Error("BCP407", "The built-in extension \"microsoftGraph\" is retired. Name the published one in \"extensions\" of bicepconfig.json: its types are read from the registry.", at);
                break;
            case (not Kubernetes, null):
                model.Error("BCP204", $"Extension \"{name}\" is not recognized. Declare it in \"extensions\" of {BicepConfiguration.FileName}.", at);
                break;
        }
    }

    private static bool IsAzure(ResourceSymbol resource)
    {
        var provider = resource.Type.Split('/')[0];
        return provider.Contains('.', StringComparison.Ordinal) && resource.ApiVersion is [>= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9', '-', ..];
    }
}
