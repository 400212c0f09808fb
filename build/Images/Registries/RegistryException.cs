using System.Net;

namespace Frostline.Images;

/// <summary>A registry refused, could not be reached, or answered what cannot be true.</summary>
public sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>HTTP status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The specification's error code, such as <c>MANIFEST_UNKNOWN</c>; null when the answer had none.</summary>
    public string? Code { get; init; }

    public string? Repository { get; init; }

    /// <summary>Whether the content was another than the one that was asked for by its digest.</summary>
    public bool IsOtherContent { get; init; }

    /// <summary>How long the registry asked to be left alone.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed a little later.</summary>
    internal bool IsTransient { get; init; }
}
