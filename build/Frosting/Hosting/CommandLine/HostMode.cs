namespace Frostline.Hosting.CommandLine;

/// <summary>What the command line asks for, in order of precedence when it asks for several.</summary>
internal enum HostMode
{
    Help,
    Version,
    Info,
    DryRun,
    Tree,
    Description,
    Run,
}
