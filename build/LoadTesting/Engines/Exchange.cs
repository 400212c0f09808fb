namespace Frostline.LoadTesting.Engines;

/// <summary>What happened to one request. Times are timestamps of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
public readonly record struct Exchange
{
    /// <summary>Index into <see cref="Scenarios.Scenario.AllRequests"/>.</summary>
    public required int Request { get; init; }

    /// <summary>Index of the stage it was planned in.</summary>
    public required int Stage { get; init; }

    /// <summary>When the plan wanted it sent.</summary>
    public required long Due { get; init; }

    /// <summary>When it was handed to the network; <see cref="Due"/> when it never was.</summary>
    public required long Sent { get; init; }

    /// <summary>When the first bytes of the answer were there, or 0.</summary>
    public long FirstByte { get; init; }

    /// <summary>When the last byte was there, or the failure was known.</summary>
    public required long Ended { get; init; }

    /// <summary>Status of the answer, or 0.</summary>
    public int Status { get; init; }

    public ErrorKind Error { get; init; }

    /// <summary>What went wrong, for samples.</summary>
    public string? Detail { get; init; }

    /// <summary>Bytes of the answer's body.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether it waited for an answer as long as a visitor would: its time counts, though it failed.</summary>
    public bool HasTime => Status > 0 || Error == ErrorKind.Timeout;
}

/// <summary>Ways in which a request fails.</summary>
public enum ErrorKind
{
    None,

    /// <summary>Answered with a status that will not do.</summary>
    Status,

    /// <summary>Answered without the text that must be there, or without what was to be extracted.</summary>
    Check,

    /// <summary>No whole answer in time.</summary>
    Timeout,

    /// <summary>No connection.</summary>
    Connect,

    /// <summary>The host's name is not known.</summary>
    Name,

    /// <summary>No agreement on TLS, or a certificate that does not hold.</summary>
    Tls,

    /// <summary>The connection ended within the answer, or before it.</summary>
    Reset,

    /// <summary>What came back is not HTTP.</summary>
    Protocol,

    /// <summary>The answer is longer than a load test reads.</summary>
    TooLarge,

    /// <summary>Too many requests waited for their answers already, or its user could not sign in.</summary>
    NotSent,

    /// <summary>Something else.</summary>
    Other,
}
