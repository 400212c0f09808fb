using Frostline.Scanning.Dockerfiles;

namespace Scanning.Tests.Dockerfiles;

public sealed class ComposeRulesTests
{
    private static readonly string Digest = $"sha256:{new string('a', 64)}";

    private static readonly RuleSample[] All =
    [
        Service("image-latest", 3, "image: postgres", $"image: postgres:17@{Digest}"),
        Service("image-unpinned", 3, "image: postgres:17", $"image: postgres:17@{Digest}"),
        Service("privileged", 3, "privileged: true", "privileged: false"),
        Service("host-network", 3, "network_mode: host", "networks: [back]"),
        Service("host-processes", 3, "pid: host", "init: true"),
        Service("host-memory", 3, "ipc: host", "ipc: private"),
        Service("host-users", 3, "userns_mode: host", "init: true"),
        Service("capability", 4, "cap_add:\n      - SYS_ADMIN", "cap_drop:\n      - ALL"),
        Service("root-user", 3, "user: \"0\"", "user: \"1654\""),
        Service("unconfined", 3, "security_opt: [\"seccomp:unconfined\"]", "security_opt: [\"no-new-privileges:true\"]"),
        Service("new-privileges", 3, "security_opt: [\"no-new-privileges:false\"]", "security_opt: [\"no-new-privileges:true\"]"),
        Service("secret-in-environment", 4, "environment:\n      POSTGRES_PASSWORD: hunter2", "environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}"),
        Service("secret-in-environment", 4, "environment:\n      - API_TOKEN=abc", "environment:\n      - API_TOKEN_FILE=/run/secrets/token"),
        Service("docker-socket", 4, "volumes:\n      - /var/run/docker.sock:/var/run/docker.sock", "volumes:\n      - data:/data"),
        Service("host-folder", 4, "volumes:\n      - /etc:/host", "volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro"),
        Service("host-folder", 4, "volumes:\n      - { type: bind, source: /, target: /host }", "volumes:\n      - { type: volume, source: data, target: /data }"),
        Service("open-datastore", 4, "ports:\n      - \"5432:5432\"", "ports:\n      - \"127.0.0.1:5432:5432\""),
        Service("open-datastore", 4, "ports:\n      - { target: 6379, published: \"6379\" }", "ports:\n      - { target: 6379, published: \"6379\", host_ip: 127.0.0.1 }"),
        Service("no-memory-limit", 3, "init: true", "deploy: { resources: { limits: { memory: 512M } } }"),
        Service("writable-root", 3, "init: true", "read_only: true"),
        Service("no-restart", 3, "init: true", "restart: unless-stopped"),
        new("privileged", 2, "x-common: &common\n  privileged: true\nservices:\n  api:\n    <<: *common\n", "x-common: &common\n  init: true\nservices:\n  api:\n    <<: *common\n"),
    ];

    public static TheoryData<RuleSample> Samples => new(All);

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Rule_IsBrokenAtItsLine_AndKeptByTheMendedFile(RuleSample sample) => sample.HoldAsync("deploy/compose.yml", root => new DockerfileScanner(root, []));

    [Fact]
    public void EveryRule_HasASample() =>
        RuleSample.Without(All, "build/Scanning/Dockerfiles/ComposeRules.cs").ShouldBeEmpty();

    private static RuleSample Service(string rule, int line, string bad, string good) => new(rule, line, $"services:\n  api:\n    {bad}\n", $"services:\n  api:\n    {good}\n");
}
