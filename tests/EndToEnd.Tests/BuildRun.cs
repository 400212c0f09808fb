namespace EndToEnd.Tests;

/// <summary>How one call of <c>./build.sh</c> ended.</summary>
/// <param name="ExitCode">128 + the signal for one that was killed.</param>
/// <param name="Output">Standard output and error, in the order they came.</param>
public sealed record BuildRun(int ExitCode, string Output, string StandardOutput, TimeSpan Elapsed)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1];
}
