namespace LocalAzure.Registry;

/// <summary>An image reference without its host: <c>[host[:port]/]repository[:tag][@digest]</c>. A digest wins over a tag; neither means <c>latest</c>.</summary>
internal sealed record ImageReference(string Repository, string Reference)
{
    public static ImageReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && IsHost(name[..slash])) name = name[(slash + 1)..];

        var colon = name.LastIndexOf(':');
        var tag = colon < 0 ? "latest" : name[(colon + 1)..];
        if (colon >= 0) name = name[..colon];
        return new ImageReference(RepositoryName.Check(name), at < 0 ? tag : text[(at + 1)..]);
    }

    private static bool IsHost(string first) => first == "localhost" || first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal);
}
