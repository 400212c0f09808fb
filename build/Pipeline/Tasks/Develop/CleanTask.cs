using Cake.Frosting;
using Frostline.Delivery.Platforms;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Clean")]
[TaskDescription("Delete what runs made; --state: LocalAzure's apps and databases too")]
public sealed class CleanTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        if (context.Options.State)
            await LocalAzureProgram.RemoveAsync(context.LocalAzure, context.Cancellation);
        if (Directory.Exists(context.Paths.Artifacts))
        {
            // The host that is running stays: it could not say how this ended.
            foreach (var folder in Directory.GetDirectories(context.Paths.Artifacts).Where(folder => Path.GetFileName(folder) != "host"))
                Directory.Delete(folder, recursive: true);
        }
    }
}
