using Cake.Core;
using Cake.Frosting;

namespace Frostline.Hosting.Running;

internal sealed class DefaultFailureClassifier : IFailureClassifier
{
    public Failure Classify(Exception exception) => new(ExitCode: 1, Expected: exception is CakeException or FrostingException);
}
