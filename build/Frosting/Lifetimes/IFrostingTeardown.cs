using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs once, after the last task, also when Setup or a task failed or the run was cancelled.</summary>
public interface IFrostingTeardown
{
    void Teardown(ICakeContext context, ITeardownContext info);
}
