namespace Frostline.Hosting.CommandLine;

/// <param name="Names">All spellings without dashes, the one to print first. One letter is written with one dash.</param>
/// <param name="Value">What stands for the value in the help text; null for a switch.</param>
/// <param name="Description">One line of help.</param>
internal sealed record HostOption(string[] Names, string? Value, string Description)
{
    public static readonly HostOption Target = new(["target", "t"], "NAME", "The task to run with all it needs; may be repeated. Default: Default");
    public static readonly HostOption WorkingDirectory = new(["working", "w"], "PATH", "The folder to work in");
    public static readonly HostOption Verbosity = new(["verbosity", "v"], "LEVEL", "quiet, minimal, normal, verbose or diagnostic. Default: normal");
    public static readonly HostOption Parallel = new(["parallel"], "N", "How many tasks may run at the same time. Default: one per processor");
    public static readonly HostOption Sequential = new(["sequential"], null, "One task after another, all output live");
    public static readonly HostOption KeepGoing = new(["keep-going"], null, "After a failure, go on with the tasks that do not depend on it");
    public static readonly HostOption Exclusive = new(["exclusive", "e"], null, "Only the targets themselves, without what they need");
    public static readonly HostOption DryRun = new(["dryrun", "noop", "whatif"], null, "List the tasks in order and run nothing at all");
    public static readonly HostOption Tree = new(["tree", "showtree"], null, "Show what each task needs");
    public static readonly HostOption Describe = new(["description", "descriptions", "showdescription", "showdescriptions"], null, "List all tasks with their descriptions");
    public static readonly HostOption Help = new(["help", "h"], null, "Show this text");
    public static readonly HostOption Version = new(["version", "ver"], null, "Show the version");
    public static readonly HostOption Info = new(["info"], null, "Show versions, machine and kind of console");

    public static readonly IReadOnlyList<HostOption> All =
        [Target, WorkingDirectory, Verbosity, Parallel, Sequential, KeepGoing, Exclusive, DryRun, Tree, Describe, Help, Version, Info];

    public static HostOption? Find(string name)
    {
        foreach (var option in All)
        {
            if (option.Names.Contains(name, name.Length == 1 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase))
                return option;
        }

        return null;
    }
}
