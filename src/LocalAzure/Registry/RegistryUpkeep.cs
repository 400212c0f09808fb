namespace LocalAzure.Registry;

/// <summary>Cleans up behind clients that went away and programs that were killed: at the start, then every hour.</summary>
internal sealed class RegistryUpkeep(Uploads uploads, RegistryFolders folders, TimeProvider time) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        uploads.RemoveHalfWritten();
        foreach (var half in Directory.EnumerateDirectories(folders.Images, "*" + ImageStore.Unfinished)) ImageTree.Delete(half);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do uploads.RemoveAbandoned();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
