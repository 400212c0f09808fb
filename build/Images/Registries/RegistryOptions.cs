namespace Frostline.Images;

/// <summary>How patient and how parallel a registry client is.</summary>
public sealed record RegistryOptions
{
    /// <summary>How long failures that may pass (408, 429, 5xx, lost connections) are tried again, with growing pauses. Default 60 s.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause; doubled each time, up to 10 s, and shortened at random by up to a half. Default 0.2 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Longest time for one request, of at most <see cref="ChunkSize"/> bytes, or for one read of a download. Default 2 min.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Blobs uploaded at once. Default 4.</summary>
    public int ParallelUploads { get; init; } = 4;

    /// <summary>Blobs larger than this go up in chunks of this many bytes, and are resumed after a lost connection. Default 16 MiB.</summary>
    public int ChunkSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>The clock of pauses and deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
