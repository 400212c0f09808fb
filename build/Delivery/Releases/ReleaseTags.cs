namespace Frostline.Delivery.Releases;

/// <summary>Names by which a release is recognised on the platform: tags of the app once it is live, variables of its revisions always.</summary>
internal static class ReleaseTags
{
    public const string Prefix = "frostline-";

    public const string Release = "frostline-release";
    public const string Sources = "frostline-sources";
    public const string Commit = "frostline-commit";
    public const string Settings = "frostline-settings";

    /// <summary>Until when the revision before is kept ready.</summary>
    public const string StandbyUntil = "frostline-standby-until";

    public const string ReleaseVariable = "FROSTLINE_RELEASE";
    public const string SourcesVariable = "FROSTLINE_SOURCES";
    public const string CommitVariable = "FROSTLINE_COMMIT";

    /// <summary>Of revisions that came of a template, not of a release: the next rollout replaces them.</summary>
    public const string OriginVariable = "FROSTLINE_ORIGIN";
}
