using System.Text.RegularExpressions;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Workflows;

/// <summary>The rules of one workflow, or of an action's steps.</summary>
internal sealed partial class WorkflowRules(string path, YamlNode workflow)
{
    private readonly List<Finding> findings = [];

    private bool RunsForStrangers => Triggers.Contains("pull_request_target") || Triggers.Contains("workflow_run") || Triggers.Contains("issue_comment");

    private IEnumerable<string> Triggers => workflow["on"] is not { } on ? []
        : on.Text is { } one ? [one] : [.. on.Items.Select(item => item.Text ?? ""), .. on.Entries.Select(entry => entry.Key)];

    public IReadOnlyList<Finding> Check()
    {
        if (workflow["jobs"] is { } jobs)
        {
            CheckWorkflow();
            foreach (var (name, job) in jobs.Entries)
                CheckJob(name, job);
        }

        foreach (var step in workflow["runs"]?["steps"]?.Items ?? [])
            CheckStep(step);
        return findings;
    }

    private void CheckWorkflow()
    {
        if (workflow["permissions"] is not { } permissions)
            Add("excessive-permissions", Severity.Medium, workflow["jobs"]!.Line, "The token of every job has the repository's default rights.", "Write 'permissions: {}' at the top, and grant to each job what it needs.");
        else
            CheckPermissions(permissions, "every job", Severity.High);
        if (Triggers.Contains("pull_request_target"))
            Add("dangerous-trigger", Severity.High, LineOf("pull_request_target"), "pull_request_target gives secrets and a writing token to runs that strangers start.", "Use pull_request.");
        if (Triggers.Contains("workflow_run"))
            Add("dangerous-trigger", Severity.Medium, LineOf("workflow_run"), "workflow_run gives secrets and a writing token to runs that follow those of strangers.", "Use workflow_call, or take nothing over from the run before.");
        CheckEnvironment(workflow["env"], "every job");
    }

    private int LineOf(string trigger) => (workflow["on"]![trigger] ?? workflow["on"]!.Items.FirstOrDefault(item => item.Text == trigger) ?? workflow["on"]!).Line;

    /// <summary>Who started a run is not who wrote what it runs; and a condition with text around its expression is always true.</summary>
    private void CheckCondition(YamlNode? condition)
    {
        if (condition?.Text is not { } text)
            return;
        if (Bot().IsMatch(text))
            Add("bot-condition", Severity.Medium, condition.Line, "Whoever opens a pull request can make the bot the one who acts last.", "Ask github.event.pull_request.user.login instead.");
        if (text.StartsWith("${{", StringComparison.Ordinal) && !text.EndsWith("}}", StringComparison.Ordinal))
            Add("always-true", Severity.High, condition.Line, "There is text after the expression, if only an end of line: the condition is always true.", "Write it without ${{ }}.");
    }

    private void CheckPermissions(YamlNode permissions, string who, Severity severity)
    {
        if (permissions.Text == "write-all")
            Add("excessive-permissions", Severity.High, permissions.Line, $"The token of {who} may write everything.", "Grant to each job what it needs.");
        foreach (var (scope, level) in permissions.Entries.Where(entry => who == "every job" && entry.Value.Text == "write"))
            Add("excessive-permissions", severity, level.Line, $"The token of {who} may write {scope}.", "Move the right to the job that needs it.");
    }

    private void CheckJob(string name, YamlNode job)
    {
        if (job["permissions"] is { } permissions)
            CheckPermissions(permissions, $"job {name}", Severity.Medium);
        CheckEnvironment(job["env"], $"job {name}");
        CheckCondition(job["if"]);
        if (job["secrets"]?.Text == "inherit")
            Add("secrets-inherit", Severity.Medium, job["secrets"]!.Line, $"Job {name} hands every secret on.", "Name the secrets that the called workflow needs.");
        if (job["uses"] is { } called)
            CheckUses(called);
        else if (job["timeout-minutes"] is null)
            Add("no-timeout", Severity.Low, job.Line, $"Job {name} may run for six hours.", "Give timeout-minutes.");
        if (job["runs-on"] is { } runner && (runner.Text?.Contains("self-hosted", StringComparison.Ordinal) == true || runner.Items.Any(item => item.Text == "self-hosted")) && Triggers.Contains("pull_request"))
            Add("self-hosted-runner", Severity.High, runner.Line, $"Pull requests run on a machine of one's own in job {name}.", "Use a hosted runner for them.");
        CheckImage(job["container"]);
        foreach (var (_, service) in job["services"]?.Entries ?? [])
            CheckImage(service);
        foreach (var step in job["steps"]?.Items ?? [])
            CheckStep(step);
    }

    private void CheckEnvironment(YamlNode? environment, string who)
    {
        foreach (var (name, value) in environment?.Entries ?? [])
        {
            if (value.Text?.Contains("secrets.", StringComparison.Ordinal) == true)
                Add("secret-in-environment", Severity.Medium, value.Line, $"The secret in {name} is there for every step of {who}.", "Give it to the step that needs it.");
            if (name == "ACTIONS_ALLOW_UNSECURE_COMMANDS" && value.Text == "true")
                Add("insecure-commands", Severity.High, value.Line, "Anything that is printed can set variables and paths.", "Write to GITHUB_ENV and GITHUB_PATH instead.");
        }
    }

    private void CheckImage(YamlNode? container)
    {
        var image = container?["image"] ?? (container?.Text is null ? null : container);
        if (image?.Text is { Length: > 0 } name && !name.Contains("@sha256:", StringComparison.Ordinal) && !name.Contains("${{", StringComparison.Ordinal))
            Add("unpinned-image", Severity.Medium, image.Line, $"{name} may be another image tomorrow.", "Give its digest: name@sha256:...");
        if (container?["credentials"]?["password"] is { Text: { } password } node && !password.Contains("${{", StringComparison.Ordinal))
            Add("hardcoded-credentials", Severity.Critical, node.Line, "The registry's password is in the workflow.", "Put it into a secret.");
    }

    private void CheckStep(YamlNode step)
    {
        CheckEnvironmentOfStep(step["env"]);
        CheckCondition(step["if"]);
        if (step["uses"] is { } uses)
        {
            CheckUses(uses);
            CheckWith(uses.Text ?? "", step);
        }

        if (step["run"] is { Text: not null } run)
        {
            CheckInjection(run);
            foreach (var (line, text) in LinesOf(run).Where(line => SecretExpression().IsMatch(line.Text)))
                Add("secret-in-script", Severity.Medium, line, "The secret becomes part of the script: its quotes become code, and other processes can read it.", "Put it into env of the step, and use the variable.");
            foreach (var (line, text) in LinesOf(run).Where(line => RunsForStrangers && EnvironmentFile().IsMatch(line.Text)))
                Add("environment-file", Severity.Medium, line, "What strangers made may set variables for every later step.", "Hand it on as an output of the step.");
            foreach (var (line, text) in LinesOf(run).Where(line => PipedToShell().IsMatch(line.Text)))
                Add("piped-to-shell", Severity.Medium, line, "What the address answers is run unseen.", "Fetch a version, check its hash, then run it.");
        }
    }

    private void CheckEnvironmentOfStep(YamlNode? environment)
    {
        foreach (var (_, value) in environment?.Entries ?? [])
        {
            if (value.Text?.Contains("toJSON(secrets)", StringComparison.OrdinalIgnoreCase) == true)
                Add("all-secrets", Severity.High, value.Line, "Every secret is handed to the step.", "Name those it needs.");
        }
    }

    private void CheckUses(YamlNode uses)
    {
        var name = uses.Text ?? "";
        if (name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("docker://", StringComparison.Ordinal) && name.Contains("@sha256:", StringComparison.Ordinal) || Pinned().IsMatch(name))
            return;
        Add("unpinned-action", Severity.High, uses.Line, $"{name} may be other code tomorrow: tags and branches move.", "Give the full hash of a commit, with the version as a comment.");
    }

    private void CheckWith(string action, YamlNode step)
    {
        var with = step["with"];
        if (action.StartsWith("actions/checkout@", StringComparison.Ordinal))
        {
            if (with?["persist-credentials"]?.Text != "false")
                Add("persisted-credentials", Severity.Medium, step.Line, "The checkout leaves its token in .git/config, for every later step and for artifacts.", "Write 'persist-credentials: false'.");
            if (RunsForStrangers && with?["ref"] is { Text: { } head } && Triggers.Contains("pull_request_target") && head.Contains("head", StringComparison.Ordinal))
                Add("untrusted-checkout", Severity.Critical, with["ref"]!.Line, "A stranger's code is checked out where secrets are.", "Use pull_request, or do not run what is checked out.");
        }

        if (action.StartsWith("azure/login@", StringComparison.OrdinalIgnoreCase) && with?["creds"] is { } credentials)
            Add("long-lived-credentials", Severity.Medium, credentials.Line, "A password signs in to Azure, and can leak.", "Use a federated credential: client-id, tenant-id, subscription-id and id-token: write.");
        if (action.StartsWith("actions/github-script@", StringComparison.Ordinal) && with?["script"] is { Text: not null } script)
            CheckInjection(script);
    }

    /// <summary>What strangers may write becomes part of the script before any shell quotes it.</summary>
    private void CheckInjection(YamlNode script)
    {
        foreach (var (line, text) in LinesOf(script))
        {
            foreach (Match match in Expression().Matches(text))
            {
                if (Untrusted().IsMatch(match.Value))
                    Add("template-injection", Severity.High, line, $"{match.Value} becomes code: whoever writes it runs what they like.", "Put it into env, and use the variable in quotes.");
            }
        }
    }

    private static IEnumerable<(int Line, string Text)> LinesOf(YamlNode block) =>
        block.Text!.Split('\n').Index().Select(line => (block.Line + line.Index + (block.IsBlock ? 1 : 0), line.Item));

    private void Add(string rule, Severity severity, int line, string fact, string remedy) =>
        findings.Add(new("workflows", rule, severity, new(path, Math.Max(1, line)), fact, remedy));

    [GeneratedRegex("@[0-9a-f]{40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"\$\{\{[^}]*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Expression();

    [GeneratedRegex(@"github\.(head_ref|event\.(issue|pull_request|comment|review|discussion|pages|head_commit|commits|workflow_run|client_payload|inputs)[\w.\[\]*]*\.?(title|body|name|email|message|label|ref|head_branch|page_name|login|full_name|default_branch)?|ref_name)|\binputs\.", RegexOptions.NonBacktracking)]
    private static partial Regex Untrusted();

    [GeneratedRegex(@"\$\{\{[^}]*\bsecrets\.", RegexOptions.NonBacktracking)]
    private static partial Regex SecretExpression();

    [GeneratedRegex(@">>\s*[""']?\$\{?GITHUB_(ENV|PATH)", RegexOptions.NonBacktracking)]
    private static partial Regex EnvironmentFile();

    [GeneratedRegex(@"github\.(actor|triggering_actor)\s*==\s*'[^']*\[bot\]'", RegexOptions.NonBacktracking)]
    private static partial Regex Bot();

    [GeneratedRegex(@"(curl|wget)\b[^|;]*\|\s*(sudo\s+)?(ba|z|da)?sh\b|iwr\b[^|]*\|\s*iex", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex PipedToShell();
}
