namespace LocalAzure.Revisions;

/// <summary>A replica's process could not be started at all.</summary>
internal sealed class LaunchException(string message, Exception? inner = null) : Exception(message, inner);
