namespace Frostline.Pipeline.Deploying;

/// <summary>Questions to the person at the terminal; where there is none, nobody is asked.</summary>
internal static class Terminal
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static bool IsThere => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <returns>Whether the answer is yes; silence is no.</returns>
    public static async Task<bool> AgreesAsync(string question, CancellationToken cancellation)
    {
        Console.Write($"{question} [y/N] ");
        // Reading a line cannot be cancelled: whoever presses Ctrl-C must not have to press Enter too.
        var answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(Patience, cancellation);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
