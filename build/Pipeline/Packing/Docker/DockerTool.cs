using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Frostline.Delivery;

namespace Frostline.Pipeline.Packing.Docker;

/// <summary>The docker program of this machine, with the engine that <c>DOCKER_HOST</c> or its context names.</summary>
internal sealed class DockerTool(IFileSystem files, ICakeEnvironment environment, IProcessRunner processes, IToolLocator tools)
    : Tool<DockerSettings>(files, environment, processes, tools)
{
    private const int LinesShown = 20;

    /// <exception cref="DeliveryException">It failed, with what it said last, or took too long.</exception>
    /// <exception cref="CakeException">There is no docker.</exception>
    public void Build(DockerBuildSettings build, CancellationToken cancellation)
    {
        var arguments = new ProcessArgumentBuilder().Append("build").AppendSwitchQuoted("--file", build.Dockerfile.FullPath).AppendSwitchQuoted("--tag", build.Tag);
        foreach (var (name, value) in build.BuildArguments)
            arguments.AppendSwitchQuoted("--build-arg", $"{name}={value}");
        foreach (var (name, value) in build.Labels)
            arguments.AppendSwitchQuoted("--label", $"{name}={value}");
        Run(build, arguments.AppendQuoted(build.Context.FullPath), cancellation);
    }

    /// <summary>Writes the image with all its layers to a file.</summary>
    public void Save(DockerSettings settings, string tag, FilePath file, CancellationToken cancellation) =>
        Run(settings, new ProcessArgumentBuilder().Append("save").AppendSwitchQuoted("--output", file.FullPath).AppendQuoted(tag), cancellation);

    protected override string GetToolName() => "docker";

    protected override IEnumerable<string> GetToolExecutableNames() => ["docker", "docker.exe"];

    private void Run(DockerSettings settings, ProcessArgumentBuilder arguments, CancellationToken cancellation)
    {
        var what = arguments.RenderSafe().Split(' ')[0];
        using var process = RunProcess(settings, arguments, new ProcessSettings { RedirectStandardOutput = true, RedirectStandardError = true });
        using var deadline = new CancellationTokenSource(settings.Deadline);
        // Not WaitForExit with a time: Cake ends the process when that is over.
        using (deadline.Token.Register(process.Kill))
        using (cancellation.Register(process.Kill))
            process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (deadline.IsCancellationRequested)
            throw new DeliveryException($"docker {what}: took more than {settings.Deadline.TotalMinutes:0} minutes. Look what it does: docker ps.");
        if (process.GetExitCode() == 0)
            return;
        var said = process.GetStandardOutput().Concat(process.GetStandardError()).TakeLast(LinesShown);
        throw new DeliveryException($"docker {what}: ended with {process.GetExitCode()}:\n{string.Join('\n', said)}");
    }
}
