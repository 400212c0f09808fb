using Frostline.Scanning.Workflows;

namespace Scanning.Tests.Workflows;

public sealed class WorkflowRulesTests
{
    private static readonly string Commit = new('1', 40);

    private static readonly RuleSample[] All =
    [
        Step("unpinned-action", "uses: actions/setup-dotnet@v5", $"uses: actions/setup-dotnet@{Commit}"),
        Step("unpinned-action", "uses: docker://alpine:3", $"uses: docker://alpine@sha256:{new string('a', 64)}"),
        Step("persisted-credentials", $"uses: actions/checkout@{Commit}", $"uses: actions/checkout@{Commit}\n        with: {{ persist-credentials: false }}"),
        Step("template-injection", "run: echo ${{ github.event.issue.title }}", "run: echo \"$TITLE\"\n        env: { TITLE: \"${{ github.event.issue.title }}\" }"),
        Step("template-injection", $"uses: actions/github-script@{Commit}\n        with:\n          script: core.info('${{{{ github.head_ref }}}}')", $"uses: actions/github-script@{Commit}\n        with:\n          script: core.info(process.env.HEAD)", 10),
        Step("secret-in-script", "run: |\n          ls\n          deploy ${{ secrets.KEY }}", "run: deploy \"$KEY\"\n        env: { KEY: \"${{ secrets.KEY }}\" }", 10),
        Step("piped-to-shell", "run: curl -s https://elsewhere.invalid/x | sh", "run: ./build.sh"),
        Step("all-secrets", "run: ./x\n        env: { ALL: \"${{ toJSON(secrets) }}\" }", "run: ./x\n        env: { ONE: \"${{ secrets.ONE }}\" }", 9),
        Step("long-lived-credentials", $"uses: azure/login@{Commit}\n        with: {{ creds: \"${{{{ secrets.AZURE }}}}\" }}", $"uses: azure/login@{Commit}\n        with: {{ client-id: a, tenant-id: b, subscription-id: c }}", 9),
        Step("bot-condition", "if: github.actor == 'dependabot[bot]'\n        run: ls", "if: github.event.pull_request.user.login == 'dependabot[bot]'\n        run: ls"),
        Step("always-true", "if: |\n          ${{ github.event_name == 'push' }}\n        run: ls", "if: github.event_name == 'push'\n        run: ls"),
        Top("excessive-permissions", 3, "on: push\n", "on: push\npermissions: {}\n"),
        Top("excessive-permissions", 2, "on: push\npermissions: write-all\n", "on: push\npermissions: {}\n"),
        Top("excessive-permissions", 2, "on: push\npermissions: { contents: write }\n", "on: push\npermissions: { contents: read }\n"),
        Top("dangerous-trigger", 1, "on: pull_request_target\npermissions: {}\n", "on: pull_request\npermissions: {}\n"),
        Top("dangerous-trigger", 3, "on:\n  push:\n  workflow_run: { workflows: [CI] }\npermissions: {}\n", "on:\n  push:\n  workflow_call:\npermissions: {}\n"),
        Top("secret-in-environment", 3, "on: push\npermissions: {}\nenv: { KEY: \"${{ secrets.KEY }}\" }\n", "on: push\npermissions: {}\nenv: { LEVEL: info }\n"),
        Top("insecure-commands", 3, "on: push\npermissions: {}\nenv: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }\n", "on: push\npermissions: {}\nenv: { LEVEL: info }\n"),
        Job("no-timeout", "runs-on: ubuntu-latest", "runs-on: ubuntu-latest\n    timeout-minutes: 5"),
        Job("self-hosted-runner", "runs-on: [self-hosted, linux]", "runs-on: ubuntu-latest"),
        Job("secrets-inherit", $"uses: org/repo/.github/workflows/x.yml@{Commit}\n    secrets: inherit", $"uses: org/repo/.github/workflows/x.yml@{Commit}\n    secrets: {{ ONE: \"${{{{ secrets.ONE }}}}\" }}", 6),
        Job("unpinned-image", "container: node:20", $"container: node@sha256:{new string('a', 64)}"),
        Job("hardcoded-credentials", "container: { image: \"x@sha256:1\", credentials: { username: u, password: hunter2 } }", "container: { image: \"x@sha256:1\", credentials: { username: u, password: \"${{ secrets.P }}\" } }"),
        Strangers("untrusted-checkout", 9, $"uses: actions/checkout@{Commit}\n        with:\n          ref: ${{{{ github.event.pull_request.head.sha }}}}", $"uses: actions/checkout@{Commit}\n        with: {{ persist-credentials: false }}"),
        Strangers("environment-file", 7, "run: cat result >> \"$GITHUB_ENV\"", "run: cat result >> \"$GITHUB_OUTPUT\""),
    ];

    public static TheoryData<RuleSample> Samples => new(All);

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Rule_IsBrokenAtItsLine_AndKeptByTheMendedFile(RuleSample sample) => sample.HoldAsync(".github/workflows/ci.yml", root => new WorkflowScanner(root, []));

    [Fact]
    public void EveryRule_HasASample() =>
        RuleSample.Without(All, "build/Scanning/Workflows/WorkflowRules.cs").ShouldBeEmpty();

    [Fact]
    public Task ActionOfTheRepository_IsHeldAgainstTheSameRules() =>
        new RuleSample("template-injection", 4, "runs:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.name }}\n      shell: bash\n", "runs:\n  using: composite\n  steps:\n    - run: echo \"$NAME\"\n      shell: bash\n")
            .HoldAsync(".github/actions/x/action.yml", root => new WorkflowScanner(root, []));

    private static RuleSample Step(string rule, string bad, string good, int line = 8) => new(rule, line, Steps("push", bad), Steps("push", good));

    private static RuleSample Strangers(string rule, int line, string bad, string good) =>
        new(rule, line, Steps("pull_request_target", bad).Replace("    timeout-minutes: 5\n", "", StringComparison.Ordinal), Steps("pull_request_target", good));

    private static string Steps(string trigger, string step) => $"on: {trigger}\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - {step}\n";

    private static RuleSample Top(string rule, int line, string bad, string good) => new(rule, line, $"{bad}{JobText}", $"{good}{JobText}");

    private static string JobText => "jobs:\n  build:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps: []\n";

    private static RuleSample Job(string rule, string bad, string good, int line = 5) =>
        new(rule, line, $"on: pull_request\npermissions: {{}}\njobs:\n  build:\n    {bad}\n", $"on: pull_request\npermissions: {{}}\njobs:\n  build:\n    {good}\n");
}
