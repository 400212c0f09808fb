using LocalAzure.Database;
using LocalAzure.Ingress;
using LocalAzure.Registry;
using LocalAzure.Resources;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure;

/// <summary>One run of the program in one state folder, from taking the folder to giving it back.</summary>
internal static class Instance
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(38);

    public static async Task<int> RunAsync(StateFolder folder, CommandLine command, TimeProvider time)
    {
        // 1. The folder is ours alone.
        using var folderLock = FolderLock.TryTake(folder.Root);
        if (folderLock is null)
        {
            Terminal.Complain($"{folder.Root}: another LocalAzure runs here. Use it, or end it with --down.");
            return 3;
        }

        using var stop = new StopSignal();
        File.Delete(folder.Announcement);
        ProcessRecord.Write(folder.Process);
        var options = LocalAzureOptions.Of(folder, PortBook.ReadOrChoose(folder.Ports)) with { Build = command.Build };

        // 2. Listen, and bring back what ran before.
        using var certificate = ServerCertificate.ReadOrCreate(folder.Certificate, time);
        using var host = LocalAzureHost.Create(folder, options, certificate, services => services
            .AddSingleton(time)
            .AddDatabaseServer()
            .AddRegistry()
            .AddIngress()
            .AddRevisions());
        var database = host.Services.GetRequiredService<IDatabaseServer>();
        if (command.DieAtWrite is { } writes)
            host.Services.GetRequiredService<StateStore>().DieAfter(writes);
        var running = host.Services.GetRequiredService<RunningResources>();
        try
        {
            var address = database.StartAsync(stop.Token);
            await host.StartAsync(stop.Token);
            await address;
            await running.StartAsync(stop.Token);

            // 3. Tell the world, and wait for the end.
            Announcement.Write(folder, options, await address, certificate);
            Terminal.Say($"LocalAzure is ready. {folder.Announcement} says where.");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
        }
        finally
        {
            // 4. What runs ends before what it needs.
            File.Delete(folder.Announcement);
            using var deadline = new CancellationTokenSource(StopDeadline, time);
            await running.StopAsync(deadline.Token);
            await database.StopAsync(deadline.Token);
            await host.StopAsync(deadline.Token);
        }

        File.Delete(folder.Process);
        return 0;
    }
}
