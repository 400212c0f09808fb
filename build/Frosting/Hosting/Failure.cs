namespace Frostline.Hosting;

/// <param name="ExitCode">1 a task failed, 2 usage or settings error, 3 refused (gate, lock, approval).</param>
/// <param name="Expected">Whether the message says all a person needs; otherwise the stack is printed too.</param>
public sealed record Failure(int ExitCode, bool Expected);
