using Cake.Frosting;
using Frostline.Pipeline.Testing;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("TestServices")]
[TaskDescription("Run the services' tests: --filter, --project, --no-coverage")]
[IsDependentOn(typeof(CompileServicesTask))]
public sealed class TestServicesTask : DeploymentStep
{
    private static readonly string[] Groups = ["TestServices", "Test", "CI"];

    public override Task RunAsync(BuildContext context) => context.AloneAsync(() => TestAsync(context));

    private static async Task TestAsync(BuildContext context)
    {
        var passed = await PassedBefore.ReadAsync(context);
        if (!AskedFor(context) && passed.HoldsStill)
        {
            context.Print("Passed before, and nothing they test has changed since.");
            return;
        }

        await TestSuite.Services(context).RunAsync(context);
        if (context.Options is { Filter: null, Project: null })
            await passed.WriteAsync(context.Cancellation);
    }

    /// <summary>Who asks for tests gets them run; who asks for an image or a deployment needs them to have passed.</summary>
    private static bool AskedFor(BuildContext context) =>
        context.Options.Targets.Any(target => Groups.Contains(target, StringComparer.OrdinalIgnoreCase));
}
