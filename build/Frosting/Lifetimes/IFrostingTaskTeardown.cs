using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs after each task, also when the task failed or was skipped by its criterion.</summary>
public interface IFrostingTaskTeardown
{
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
