namespace Frostline.Hosting.Output;

/// <summary>Whose log commands (groups, annotations) the transcript speaks.</summary>
internal enum BuildServer
{
    None,
    GitHubActions,
    AzurePipelines,
}
