using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Tokens that name their issuer.</summary>
internal static class TokenRules
{
    private const string Before = @"(^|[^A-Za-z0-9_-])";
    private const string After = @"($|[^A-Za-z0-9_-])";

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        Token("github-token", "GitHub token", $"{Before}(?<secret>gh[pousr]_[A-Za-z0-9]{{36,}}|github_pat_[A-Za-z0-9]{{22}}_[A-Za-z0-9]{{59}}){After}", 3, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        Token("gitlab-token", "GitLab token", $"{Before}(?<secret>gl(pat|ptt|rt|dt|ft|soat)-[A-Za-z0-9_-]{{20,64}}){After}", 3, "glpat-", "glptt-", "glrt-", "gldt-", "glft-", "glsoat-"),
        Token("slack-token", "Slack token", $"{Before}(?<secret>xox[abeoprs]-[A-Za-z0-9-]{{20,}}|xapp-\\d-[A-Za-z0-9-]{{20,}}){After}", 2.8, "xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"),
        Token("slack-webhook", "Slack webhook", @"hooks\.slack\.com/(services|workflows)/(?<secret>[A-Za-z0-9_]{8,14}/[A-Za-z0-9_]{8,14}/[A-Za-z0-9_]{20,30})", 3, "hooks.slack.com") with { Severity = Severity.High },
        Token("teams-webhook", "Microsoft Teams webhook", @"[a-z0-9-]{1,60}\.webhook\.office\.com/webhookb2/(?<secret>[0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36})", 3, "webhook.office.com") with { Severity = Severity.High },
        Token("stripe-key", "Stripe key", $"{Before}(?<secret>(sk|rk)_(live|prod)_[A-Za-z0-9]{{16,}}|whsec_[A-Za-z0-9+/]{{32,64}}){After}", 3, "sk_live_", "rk_live_", "sk_prod_", "rk_prod_", "whsec_"),
        Token("stripe-test-key", "Stripe key of a test account", $"{Before}(?<secret>(sk|rk)_test_[A-Za-z0-9]{{16,}}){After}", 3, "sk_test_", "rk_test_") with { Severity = Severity.Medium },
        Token("aws-access-key", "AWS access key id", $"{Before}(?<secret>(AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{{16}}){After}", 3, "AKIA", "ASIA", "ABIA", "ACCA") with { Severity = Severity.High, ExactKeywords = true, Holds = candidate => candidate.Value.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)) },
        Token("aws-secret-key", "AWS secret access key", @"aws[^\n]{0,24}(secret|key)[^\n]{0,24}[=:""'\s>](?<secret>[A-Za-z0-9/+]{40})($|[^A-Za-z0-9/+=])", 4, "aws_secret", "aws-secret", "awssecret", "aws.secret", "aws_key", "secretaccesskey", "secret_access_key"),
        Token("google-api-key", "Google API key", $"{Before}(?<secret>AIza[0-9A-Za-z_-]{{35}}){After}", 3.5, "AIza") with { ExactKeywords = true },
        Token("google-oauth-secret", "Google OAuth client secret", $"{Before}(?<secret>GOCSPX-[A-Za-z0-9_-]{{28}}){After}", 3, "GOCSPX-"),
        Token("google-oauth-token", "Google OAuth token", $"{Before}(?<secret>ya29\\.[A-Za-z0-9_-]{{30,}})", 3.5, "ya29."),
        Token("nuget-key", "NuGet API key", $"{Before}(?<secret>oy2[a-z0-9]{{43}}){After}", 3.5, "oy2") with { ExactKeywords = true },
        Token("npm-token", "npm token", $"{Before}(?<secret>npm_[A-Za-z0-9]{{36}}){After}", 3.5, "npm_"),
        Token("pypi-token", "PyPI token", $"{Before}(?<secret>pypi-AgE[A-Za-z0-9_-]{{50,}})", 3.5, "pypi-AgE"),
        Token("docker-token", "Docker Hub token", $"{Before}(?<secret>dckr_(pat|oat)_[A-Za-z0-9_-]{{27,60}}){After}", 3, "dckr_pat_", "dckr_oat_"),
        Token("sendgrid-key", "SendGrid key", $"{Before}(?<secret>SG\\.[A-Za-z0-9_-]{{22}}\\.[A-Za-z0-9_-]{{43}}){After}", 3.5, "SG.") with { ExactKeywords = true },
        Token("anthropic-key", "Anthropic key", $"{Before}(?<secret>sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{{40,}}){After}", 3.5, "sk-ant-"),
        Token("openai-key", "OpenAI key", $"{Before}(?<secret>sk-(proj-|svcacct-|admin-)?[A-Za-z0-9_-]{{16,}}T3BlbkFJ[A-Za-z0-9_-]{{16,}}){After}", 3.5, "T3BlbkFJ"),
        Token("huggingface-token", "Hugging Face token", $"{Before}(?<secret>hf_[A-Za-z0-9]{{34}}){After}", 3.5, "hf_"),
        Token("databricks-token", "Databricks token", $"{Before}(?<secret>dapi[0-9a-f]{{32}}(-\\d)?){After}", 3, "dapi"),
        Token("vault-token", "HashiCorp Vault token", $"{Before}(?<secret>hv[sbr]\\.[A-Za-z0-9_-]{{24,}}){After}", 3.5, "hvs.", "hvb.", "hvr."),
        Token("telegram-token", "Telegram bot token", $"{Before}(?<secret>\\d{{8,10}}:AA[A-Za-z0-9_-]{{33}}){After}", 3.5, ":AA") with { ExactKeywords = true },
        Token("jwt", "Signed web token", $"{Before}(?<secret>eyJ[A-Za-z0-9_-]{{14,}}\\.eyJ[A-Za-z0-9_-]{{14,}}\\.[A-Za-z0-9_-]{{20,}})", 4, "eyJ") with { Severity = Severity.High, ExactKeywords = true },
    ];

    private static SecretRule Token(string id, string name, string pattern, double entropy, params IReadOnlyList<string> keywords) =>
        new(id, "token", name, pattern) { Keywords = keywords, Entropy = entropy, Shaped = true };
}
