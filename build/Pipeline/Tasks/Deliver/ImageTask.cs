using Cake.Frosting;
using Frostline.Pipeline.Tasks.Develop;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Image")]
[TaskDescription("Pack every service into an image, the same bytes for the same sources, and push it")]
[IsDependentOn(typeof(CompileServicesTask))]
[IsDependentOn(typeof(TestServicesTask))]
public sealed class ImageTask : DeploymentStep
{
    public override async Task RunAsync(BuildContext context)
    {
        var manifest = await new Packing.Packing(context).RunAsync();
        context.Print($"release {manifest.Version}");
    }
}
