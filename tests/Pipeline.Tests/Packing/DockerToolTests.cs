using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Frostline.Delivery;
using Frostline.Pipeline.Packing.Docker;
using Testing;

namespace Pipeline.Tests.Packing;

/// <summary>Calls of a program that stands in for docker: how long they may take, and what is told of their end.</summary>
public sealed class DockerToolTests : IDisposable
{
    private readonly TemporaryFolder folder = new("docker");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Call_ThatTakesItsTime_IsWaitedFor()
    {
        Save("sleep 0.7; echo \"$@\" > \"$3\"");

        File.ReadAllText(folder.Combine("image.tar")).ShouldBe($"save --output {folder.Combine("image.tar")} coffee:1\n");
    }

    [Fact]
    public void Call_ThatFails_TellsWhatDockerSaid() =>
        Should.Throw<DeliveryException>(() => Save("echo no such image >&2; exit 3")).Message.ShouldBe("docker save: ended with 3:\nno such image");

    [Fact]
    public void Call_ThatTakesTooLong_IsEnded() =>
        Should.Throw<DeliveryException>(() => Save("exec sleep 60", deadline: TimeSpan.FromMilliseconds(300))).Message.ShouldStartWith("docker save: took more than");

    [Fact]
    public void Call_ThatIsCancelled_IsEnded()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        Should.Throw<OperationCanceledException>(() => Save("exec sleep 60", cancellation: cancellation.Token));
    }

    private void Save(string script, TimeSpan? deadline = null, CancellationToken cancellation = default)
    {
        Script.Write(folder.Combine("docker"), script);
        var settings = new DockerSettings { ToolPath = folder.Combine("docker"), Deadline = deadline ?? TimeSpan.FromMinutes(1) };
        Docker().Save(settings, "coffee:1", folder.Combine("image.tar"), cancellation);
    }

    private static DockerTool Docker()
    {
        var (files, log, configuration) = (new FileSystem(), new NullLog(), new CakeConfiguration(new Dictionary<string, string>()));
        var environment = new CakeEnvironment(new CakePlatform(), new CakeRuntime());
        var resolution = new ToolResolutionStrategy(files, environment, new Globber(files, environment), configuration, log);
        var tools = new ToolLocator(environment, new ToolRepository(environment), resolution);
        return new(files, environment, new ProcessRunner(files, environment, log, tools, configuration), tools);
    }
}
