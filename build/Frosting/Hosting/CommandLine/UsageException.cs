namespace Frostline.Hosting.CommandLine;

/// <summary>The command line or the task classes are wrong; nothing was run. Ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
