using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Compiling;

/// <summary>The project that holds the migrations, compiled by itself: what a plan of theirs needs.</summary>
internal static class MigrationsBuild
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static Task RunAsync(BuildContext context) => context.AloneAsync(() => context.Processes.RunAsync(
        new Command("dotnet", "build", context.Paths.Of(context.Settings.Database!.Project), "-c", "Release", "-v", "quiet", "-clp:NoSummary")
        {
            WorkingDirectory = context.Paths.Root, Deadline = Deadline,
        }, context.Cancellation));
}
