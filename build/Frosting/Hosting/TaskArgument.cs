namespace Frostline.Hosting;

/// <summary>An argument that tasks read from <c>context.Arguments</c>.</summary>
/// <param name="Name">Without dashes.</param>
/// <param name="Value">What stands for its value in the help text; null for a switch.</param>
/// <param name="Description">One line of help.</param>
public sealed record TaskArgument(string Name, string? Value, string Description);
