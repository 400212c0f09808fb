namespace Frostline.Hosting.Output;

/// <summary>What the reader of the transcript understands: log commands of a build server, colours of a terminal, or neither.</summary>
internal sealed record ConsoleProfile(BuildServer Server, bool Ansi)
{
    private const string Reset = "\e[0m";

    /// <summary>NO_COLOR wins over FORCE_COLOR and CLICOLOR_FORCE, these win over what the output looks like.</summary>
    public static ConsoleProfile Detect(Func<string, string?> variable, bool redirected)
    {
        var server = Is("GITHUB_ACTIONS") ? BuildServer.GitHubActions : Is("TF_BUILD") ? BuildServer.AzurePipelines : BuildServer.None;
        if (!string.IsNullOrEmpty(variable("NO_COLOR")))
            return new(server, Ansi: false);
        var forced = Forced("FORCE_COLOR") || Forced("CLICOLOR_FORCE");
        return new(server, forced || (!redirected && server == BuildServer.None && variable("TERM") != "dumb"));

        bool Is(string name) => string.Equals(variable(name), "true", StringComparison.OrdinalIgnoreCase);
        bool Forced(string name) => variable(name) is { Length: > 0 } value && value != "0";
    }

    /// <summary>The first line of a task's output.</summary>
    public string Heading(string title) => Server switch
    {
        BuildServer.GitHubActions => $"::group::{title}",
        BuildServer.AzurePipelines => $"##[group]{title}",
        _ => Paint($"── {title}", "1;36"),
    };

    /// <summary>The line after a task's output, or null.</summary>
    public string? Ending => Server switch
    {
        BuildServer.GitHubActions => "::endgroup::",
        BuildServer.AzurePipelines => "##[endgroup]",
        _ => null,
    };

    public string Error(string text) => Annotated("error", text, "31");

    public string Warning(string text) => Annotated("warning", text, "33");

    public string Faint(string text) => Paint(text, "90");

    public string Paint(string text, string code) =>
        Ansi ? string.Join('\n', text.Split('\n').Select(line => $"\e[{code}m{line}{Reset}")) : text;

    private string Annotated(string kind, string text, string colour) => Server switch
    {
        BuildServer.GitHubActions => $"::{kind}::{Escape(text, "%25")}",
        BuildServer.AzurePipelines => $"##vso[task.logissue type={kind}]{Escape(text, "%AZP25")}",
        _ => Paint(text, colour),
    };

    private static string Escape(string text, string percent) => text
        .Replace("%", percent, StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
