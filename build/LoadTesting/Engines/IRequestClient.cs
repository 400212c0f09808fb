namespace Frostline.LoadTesting.Engines;

/// <summary>Sends a request and reads its answer to the end. Never throws: a failure is an answer too.</summary>
internal interface IRequestClient : IDisposable
{
    /// <summary>Sends; what takes longer than the scenario's time-out fails as a time-out.</summary>
    ValueTask<Answer> SendAsync(CompiledRequest request, VirtualUser user);

    /// <summary>Share of the time in which its own thread was busy; 0 when it has none.</summary>
    double Busy { get; }
}

/// <summary>What came back. Times are timestamps of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
/// <param name="Sent">When it was handed to the network.</param>
/// <param name="FirstByte">When the first bytes were there, or 0.</param>
/// <param name="Ended">When the last byte was there, or the failure was known.</param>
/// <param name="Status">Status of the answer, or 0 when it never was whole.</param>
/// <param name="Bytes">Bytes of its body.</param>
/// <param name="Text">The body, when the request asks for it.</param>
/// <param name="Failure">Why there is no whole answer, or null.</param>
internal readonly record struct Answer(long Sent, long FirstByte, long Ended, int Status, long Bytes, string? Text, Exception? Failure);

/// <summary>The answer is longer than any that a load test waits for: it measures a service, not the disk it would fill.</summary>
internal sealed class AnswerTooLongException() : Exception($"the answer is longer than {Most >> 20} MB")
{
    public const long Most = 64 * 1024 * 1024;
}
