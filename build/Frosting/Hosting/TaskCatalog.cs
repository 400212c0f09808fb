namespace Frostline.Hosting;

/// <summary>All tasks of the host, in order of discovery, for a task that prints a menu of them. Inject it.</summary>
public sealed record TaskCatalog(IReadOnlyList<TaskEntry> Tasks);
