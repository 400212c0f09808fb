namespace LocalAzure.Deployments.Expressions;

/// <summary>An expression that cannot be read or evaluated; the message is a sentence for the author of the template.</summary>
internal class ExpressionException(string message) : Exception(message);

/// <summary>The value is not known before something was deployed. Not an error where a plan is made.</summary>
internal sealed class NotYetKnownException(string message) : ExpressionException(message);
