using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Frosting;

namespace Frosting.SampleHost;

[TaskName("Compile")]
[TaskDescription("builds")]
public sealed class CompileTask : FrostingTask<SampleContext>
{
    public override void Run(SampleContext context) => context.Log.Information("compiling");
}

[TaskName("Check")]
[TaskDescription("checks")]
[IsDependentOn(typeof(CompileTask))]
public sealed class CheckTask : AsyncFrostingTask<SampleContext>
{
    public override async Task RunAsync(SampleContext context)
    {
        await Task.Yield();
        Console.WriteLine("checking");
        using var tool = context.ProcessRunner.Start("echo", new ProcessSettings { Arguments = "from a tool" });
        tool.WaitForExit();
    }
}

[TaskName("Default")]
[IsDependentOn(typeof(CheckTask))]
public sealed class DefaultTask : FrostingTask<SampleContext>;

/// <summary>Waits for the signal and stops in good order.</summary>
[TaskName("Wait")]
public sealed class WaitTask : AsyncFrostingTask<SampleContext>
{
    public override async Task RunAsync(SampleContext context)
    {
        context.Log.Information("waiting");
        await Task.Delay(TimeSpan.FromMinutes(1), context.Token);
    }

    public override void Finally(SampleContext context) => context.Log.Information("finally");
}

/// <summary>Does not hear the signal.</summary>
[TaskName("Deaf")]
public sealed class DeafTask : AsyncFrostingTask<SampleContext>
{
    public override async Task RunAsync(SampleContext context)
    {
        context.Log.Information("waiting");
        await Task.Delay(TimeSpan.FromMinutes(1), CancellationToken.None);
    }
}

[TaskName("Fail")]
public sealed class FailTask : FrostingTask<SampleContext>
{
    public override void Run(SampleContext context) => throw new CakeException(7, "it broke");
}
