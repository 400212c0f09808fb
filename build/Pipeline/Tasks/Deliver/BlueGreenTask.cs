using Cake.Frosting;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("BlueGreen")]
[TaskDescription("Promote the release that staging proved to production, in judged steps")]
public sealed class BlueGreenTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        if (await new Promotion(context).RunAsync() is not { } outcome)
            return;
        context.Record.Add(outcome.Evidence);
        foreach (var line in RolloutText.Of(outcome))
            context.Print(line);
        outcome.ThrowUnlessPassed();
        context.Record.Add(outcome.Services.Where(service => service.Url is not null).ToDictionary(service => service.Name, service => service.Url!));
    }
}
