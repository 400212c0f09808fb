using Frostline.Images.Registries;

namespace Frostline.Images.Bases;

/// <summary>A base image as settings and people name it: <c>registry/repository[:tag][@sha256:…]</c>.</summary>
internal sealed record BaseReference(string Registry, string Repository, string? Tag, string? Digest)
{
    /// <summary>Registry, repository and tag.</summary>
    public string Name => Tag is null ? $"{Registry}/{Repository}" : $"{Registry}/{Repository}:{Tag}";

    /// <exception cref="ImageException">It is no such reference.</exception>
    public static BaseReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) throw Invalid(text, null);
        var path = name[(slash + 1)..].Split(':', 2);
        try
        {
            return new BaseReference(
                RegistryAddress.Parse(name[..slash]).Authority, RepositoryPath.Check(path[0]),
                path.Length == 2 ? RepositoryPath.CheckReference(path[1]) : null, at < 0 ? null : RepositoryPath.CheckReference(text[(at + 1)..]));
        }
        catch (RegistryException error)
        {
            throw Invalid(text, error);
        }
    }

    private static ImageException Invalid(string text, Exception? inner) =>
        new($"'{text}' is not a base image{(inner is null ? "" : $" ({inner.Message.TrimEnd('.')})")}. Give registry/repository:tag@sha256:<digest>.", inner);
}
