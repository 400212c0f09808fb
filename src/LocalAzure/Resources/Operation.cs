namespace LocalAzure.Resources;

internal enum OperationKind { ApplyApp, DeleteApp, StartApp, StopApp, WriteEnvironment, DeleteEnvironment, DeleteGroup }

internal enum OperationStatus { InProgress, Succeeded, Failed }

/// <summary>Long-running work somebody was told to poll. It can be carried out again from what is written here.</summary>
internal sealed record Operation
{
    public required string Id { get; init; }

    public required OperationKind Kind { get; init; }

    public required string Subscription { get; init; }

    public required string Location { get; init; }

    /// <summary>Path of the resource it works on.</summary>
    public required string Target { get; init; }

    public OperationStatus Status { get; init; } = OperationStatus.InProgress;

    /// <summary>Of a finished operation: why it failed. Of one in progress: why it is going to fail, known from the first moment.</summary>
    public OperationError? Error { get; init; }

    /// <summary>Key of the revision it makes, if any.</summary>
    public string? Revision { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }
}

internal sealed record OperationError(string Code, string Message);
