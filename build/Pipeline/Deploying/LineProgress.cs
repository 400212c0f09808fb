using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>Prints where it is called: <see cref="Progress{T}"/> would print later, from a thread of its own, out of the task's output.</summary>
internal sealed class LineProgress(Action<string> print) : IProgress<RolloutProgress>
{
    public void Report(RolloutProgress value) => print(value.ToString());
}
