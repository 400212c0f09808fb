using LocalAzure.Database;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure;

/// <summary><c>--down</c>: ends the instance of a state folder, or what a dead one left behind.</summary>
internal static class Shutdown
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(StateFolder folder, bool deleteDatabases, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            using var folderLock = await TakeAsync(folder, time, deadline.Token);
            await EndLeftoversAsync(folder, deleteDatabases, time, deadline.Token);
            return 0;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Terminal.Complain($"{folder.Root}: not everything ended within {Deadline.TotalSeconds:0} s. {folder.Log} says more.");
            return 1;
        }
    }

    /// <summary>Asks a running instance to end, and waits until the folder is free.</summary>
    private static async Task<FolderLock> TakeAsync(StateFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (FolderLock.TryTake(folder.Root) is { } taken)
                return taken;

            if (ProcessRecord.Read(folder.Process)?.Find() is { } running)
            {
                using (running)
                {
                    _ = Signals.Send(running.Id, Signals.Terminate);
                    await running.WaitForExitAsync(cancellationToken);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }

    private static async Task EndLeftoversAsync(StateFolder folder, bool deleteDatabases, TimeProvider time, CancellationToken cancellationToken)
    {
        File.Delete(folder.Announcement);
        await StrayReplicas.EndAllAsync(folder.Root, time, cancellationToken);
        if (!File.Exists(folder.Ports))
            return;

        var ports = PortBook.Read(folder.Ports)!;
        var services = new ServiceCollection().AddDatabaseServer().AddSingleton(LocalAzureOptions.Of(folder, ports));
        await using var provider = services.BuildServiceProvider();
        var database = provider.GetRequiredService<IDatabaseServer>();
        await (deleteDatabases ? database.RemoveAsync(cancellationToken) : database.StopAsync(cancellationToken));
        File.Delete(folder.Process);
    }
}
