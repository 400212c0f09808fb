namespace Frostline.Hosting;

/// <param name="Name">The task's name on the command line.</param>
/// <param name="Description">The sentence of <c>[TaskDescription]</c>.</param>
/// <param name="Class">The class, for attributes of your own.</param>
/// <param name="Needs">The names of the tasks that end before it.</param>
public sealed record TaskEntry(string Name, string? Description, Type Class, IReadOnlyList<string> Needs);
