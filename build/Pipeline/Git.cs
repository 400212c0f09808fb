using System.Globalization;
using Frostline.Delivery.Processes;

namespace Frostline.Pipeline;

/// <summary>What git knows of this checkout; a checkout without git is no error.</summary>
/// <param name="Commit">Full id of the commit checked out.</param>
/// <param name="Committed">When it was committed.</param>
public sealed record Git(string Commit, DateTimeOffset Committed)
{
    public static async Task<Git?> HeadAsync(ProcessRunner processes, string root, CancellationToken cancellation)
    {
        // Without the ceiling, a checkout unpacked inside another repository would take that one's commit for its own.
        var command = new Command("git", "log", "-1", "--format=%H %cI")
        {
            WorkingDirectory = root,
            Environment = new Dictionary<string, string?> { ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(root) },
            AllowAnyExitCode = true,
            Deadline = TimeSpan.FromMinutes(1),
        };
        try
        {
            var answer = await processes.RunAsync(command, cancellation);
            var words = answer.ExitCode == 0 ? answer.Lines[0].Text.Split(' ') : [];
            return words is [var commit, var time] ? new Git(commit, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)) : null;
        }
        catch (ProcessNotStartedException)
        {
            return null;
        }
    }
}
