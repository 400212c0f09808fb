using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>What a file names that is no file beside it: <c>br:registry/path:tag</c>, <c>br/alias:path:tag</c>, <c>ts:…</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Scheme">Before the colon, up to a slash.</param>
/// <param name="Alias">After that slash; null without one.</param>
/// <param name="Rest">After the colon.</param>
internal sealed record ArtifactReference(string Text, string Scheme, string? Alias, string Rest)
{
    private const string Registry = "br";
    private const string TemplateSpec = "ts";

    /// <summary>Null of a path: a colon is what tells them apart.</summary>
    public static ArtifactReference? Of(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return null;
        }

        var head = text[..colon].Split('/', 2);
        return head[0].Length == 0 ? null : new ArtifactReference(text, head[0], head.Length == 2 ? head[1] : null, text[(colon + 1)..]);
    }

    /// <summary>Says what is wrong with it, or that it is not here to be looked into.</summary>
    public void Report(FileModel model, TextSpan at)
    {
        if (Problem(model) is var (code, message))
        {
            model.Error(code, message, at);
        }
        else
        {
            model.Warn("BCP190", $"The artifact with reference \"{Text}\" has not been restored: it is not looked into here, and what it takes and gives is taken as it is.", at);
        }
    }

    private (string Code, string Message)? Problem(FileModel model) => Scheme switch
    {
        Registry when Alias is not null && Alias != "public" && BicepConfiguration.Nearest(model.FullPath).RegistryOf(Alias) is null =>
            ("BCP213", $"The OCI artifact module alias name \"{Alias}\" does not exist in the Bicep configuration. Declare it in \"moduleAliases\".\"br\" of {BicepConfiguration.FileName}."),
        Registry when Rest.LastIndexOf(':') <= Rest.LastIndexOf('/') && !Rest.Contains('@', StringComparison.Ordinal) =>
            ("BCP196", $"The specified OCI artifact reference \"{Text}\" is not valid. The module tag or digest is missing."),
        Registry when Alias is null && !Rest.Contains('/', StringComparison.Ordinal) =>
            ("BCP193", $"The specified OCI artifact reference \"{Text}\" is not valid. Give it as \"br:<registry>/<path>:<tag>\" or \"br/<alias>:<path>:<tag>\"."),
        Registry or TemplateSpec => null,
        _ => ("BCP189", $"The specified module reference scheme \"{Scheme}\" is not recognized. Give the path of a local file, or a reference that begins with \"br\" or \"ts\"."),
    };
}
