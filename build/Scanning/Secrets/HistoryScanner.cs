using System.Globalization;
using System.Text;
using Frostline.Delivery.Processes;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets;

/// <summary>Finds secrets in what was ever committed: removing one from a file leaves it there. The oldest commit that holds it is named.</summary>
/// <param name="processes">Runs git.</param>
/// <param name="root">The checkout.</param>
/// <param name="exclude">Patterns of files that are not looked at.</param>
public sealed class HistoryScanner(ProcessRunner processes, string root, IReadOnlyList<string> exclude) : IScanner
{
    private const string Remedy = "Revoke it where it was issued: whoever can fetch the repository has it. Rewriting history does not take it back.";

    private readonly SourceFiles files = new(root, exclude);

    /// <summary>Only commits after this: a date as git reads it, or a commit; null for all.</summary>
    public string? Since { get; init; }

    /// <summary>How long git may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    public string Name => "history";

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        if (!await IsRepositoryAsync(cancellation))
            return Sighting.Without($"{root} is no git checkout: there is no history to read.");
        var patches = new PatchReader((path, text, line, commit) => Find(path, text, line, commit));
        await processes.RunAsync(
            Git([.. Log(await IsCommitAsync(cancellation))]) with { Deadline = Deadline, OnLine = line => { if (!line.IsError) patches.Read(line.Text); } }, cancellation);
        patches.End();

        var shallow = (await AskAsync("rev-parse", "--is-shallow-repository", cancellation))?.Trim() == "true";
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{patches.Commits:n0} commits{(Since is null ? "" : $" since {Since}")}, {patches.Characters / 1e6:0.0} MB added"),
            [.. found.Values.OrderBy(finding => finding.Place.Path, StringComparer.Ordinal).ThenBy(finding => finding.Place.Line)])
        {
            Missing = patches.Commits == 0 && Since is null ? "There is no commit to read."
                : shallow ? "The checkout is shallow: older commits are not here. Fetch them with git fetch --unshallow, or check out with fetch-depth: 0." : null,
        };
    }

    private readonly Dictionary<string, Finding> found = new(StringComparer.Ordinal);
    private readonly List<SecretMatcher.Match> matches = [];

    /// <summary>Commits come newest first: what is found again later is older, and replaces it.</summary>
    private void Find(string path, ReadOnlySpan<char> text, int line, string commit)
    {
        if (files.IsExcluded(path))
            return;
        matches.Clear();
        SecretScanner.Matcher.Find(text, path, line, matches);
        foreach (var match in matches)
        {
            var finding = match.At(new(path, match.Line, match.Column) { Commit = commit }) with { Scanner = Name, Remedy = Remedy };
            found[$"{path}\n{match.Rule.Id}\n{match.Value}"] = finding;
        }
    }

    private IEnumerable<string> Log(bool sinceCommit)
    {
        string[] what = Since is null ? ["--all"] : sinceCommit ? [$"{Since}..HEAD"] : ["--all", $"--since={Since}"];
        return ["log", .. what, "--patch", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--diff-merges=first-parent", "--src-prefix=a/", "--dst-prefix=b/", "--format=commit %H"];
    }

    private async Task<bool> IsRepositoryAsync(CancellationToken cancellation) =>
        (await AskAsync("rev-parse", "--show-toplevel", cancellation))?.Trim() is { Length: > 0 };

    private async Task<bool> IsCommitAsync(CancellationToken cancellation) =>
        Since is not null && !Since.StartsWith('-') && await AskAsync("rev-parse", $"--verify --quiet {Since}^{{commit}}", cancellation) is { Length: > 0 };

    private async Task<string?> AskAsync(string verb, string rest, CancellationToken cancellation)
    {
        try
        {
            var answer = await processes.RunAsync(Git([verb, .. rest.Split(' ')]) with { AllowAnyExitCode = true, Deadline = TimeSpan.FromSeconds(30) }, cancellation);
            return answer.ExitCode == 0 ? answer.StandardOutput : null;
        }
        catch (ProcessNotStartedException)
        {
            return null;
        }
    }

    /// <summary>The ceiling keeps git from taking a repository around the checkout for its own; the environment cannot bring programs to run.</summary>
    private Command Git(IReadOnlyList<string> arguments) => new("git", ["-c", "core.quotePath=false", "-c", "core.fsmonitor=false", .. arguments])
    {
        WorkingDirectory = root,
        Environment = new Dictionary<string, string?> { ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(files.Root), ["GIT_PAGER"] = "cat", ["LC_ALL"] = "C.UTF-8" },
    };
}
