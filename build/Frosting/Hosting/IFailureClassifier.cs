namespace Frostline.Hosting;

/// <summary>
/// Says what an exception means for the run. Without a registration <c>CakeException</c> and <c>FrostingException</c> are
/// expected and everything else is a bug, all with exit code 1. Cancellation after a signal never gets here.
/// </summary>
public interface IFailureClassifier
{
    Failure Classify(Exception exception);
}
