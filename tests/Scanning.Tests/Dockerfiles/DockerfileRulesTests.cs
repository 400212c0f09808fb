using Frostline.Scanning.Dockerfiles;

namespace Scanning.Tests.Dockerfiles;

public sealed class DockerfileRulesTests
{
    private static readonly string Pinned = $"registry.invalid/dotnet/aspnet:10.0@sha256:{new string('a', 64)}";

    private static readonly RuleSample[] All =
    [
        new("image-latest", 1, "FROM app:latest\nUSER 1654\n", $"FROM {Pinned}\nUSER 1654\n"),
        new("image-unpinned", 1, "FROM app:1.2\nUSER 1654\n", $"FROM {Pinned}\nUSER 1654\n"),
        new("image-unpinned", 2, "ARG BASE=app:1.2\nFROM ${BASE}\nUSER 1654\n", $"ARG BASE={Pinned}\nFROM ${{BASE}}\nUSER 1654\n"),
        Step("add-from-address", "ADD https://elsewhere.invalid/tool /tool", "ADD --checksum=sha256:1 https://elsewhere.invalid/tool /tool"),
        Step("add-instead-of-copy", "ADD out /app", "COPY out /app"),
        Step("secret-in-image", "ENV API_TOKEN=1", "ENV LOG_LEVEL=1"),
        Step("secret-in-image", "ARG NUGET_PASSWORD", "RUN --mount=type=secret,id=feed dotnet restore"),
        Step("privileged-port", "EXPOSE 80", "EXPOSE 8080/tcp"),
        Step("shell-form", "ENTRYPOINT dotnet app.dll", "ENTRYPOINT [\"dotnet\", \"app.dll\"]"),
        Step("relative-workdir", "WORKDIR app", "WORKDIR /app"),
        Step("piped-to-shell", "RUN curl -s https://elsewhere.invalid/x | bash", "RUN sha256sum -c sums && sh x"),
        Step("unverified-download", "RUN curl -k https://elsewhere.invalid/x", "RUN curl https://elsewhere.invalid/x"),
        Step("world-writable", "RUN chmod -R 777 /app", "RUN chmod -R 755 /app"),
        Step("sudo", "RUN apt-get update && \\\n sudo ls", "RUN apt-get update"),
        Step("recommended-packages", "RUN apt-get install x", "RUN apt-get install --no-install-recommends x"),
        new("root-user", 1, $"FROM {Pinned}\n", $"FROM {Pinned}\nUSER 1654\n"),
        new("root-user", 2, $"FROM {Pinned}\nUSER 0:0\n", $"FROM {Pinned}\nUSER 1654:1654\n"),
        new("named-user", 2, $"FROM {Pinned}\nUSER app\n", $"FROM {Pinned}\nUSER 1654\n"),
    ];

    public static TheoryData<RuleSample> Samples => new(All);

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Rule_IsBrokenAtItsLine_AndKeptByTheMendedFile(RuleSample sample) => sample.HoldAsync("src/Api/Dockerfile", root => new DockerfileScanner(root, []));

    [Fact]
    public void EveryRule_HasASample() =>
        RuleSample.Without(All, "build/Scanning/Dockerfiles/DockerfileRules.cs").ShouldBeEmpty();

    private static RuleSample Step(string rule, string bad, string good) => new(rule, 3, $"FROM {Pinned}\nUSER 1654\n{bad}\n", $"FROM {Pinned}\nUSER 1654\n{good}\n");
}
