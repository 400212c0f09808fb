using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task of the graph. Public, non-abstract classes that implement it are found by the host.</summary>
public interface IFrostingTask
{
    /// <summary>Does the work. An exception makes the task, and with it the run, fail.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>
    /// Whether there is anything to do. A target named on the command line is asked before anything runs: when it says no,
    /// what only it needs is skipped with it. Any other task is asked once what it needs has ended.
    /// </summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Why the task was skipped when <see cref="ShouldRun"/> is false.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Called when <see cref="RunAsync"/> has thrown. It cannot turn the failure into a success.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Called when the task has ended in whatever way, cancellation included.</summary>
    void Finally(ICakeContext context);
}
