using System.Net.Http.Headers;
using Frostline.Delivery.Processes;

namespace Frostline.Delivery.Platforms;

/// <summary>LocalAzure as a program of this checkout: found, started, stopped.</summary>
public static class LocalAzureProgram
{
    internal const string Assembly = "LocalAzure.dll";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>One that lives and does not answer for so long is started anew, with an end to all it does: not because the machine is busy for a moment.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>The running LocalAzure, or null when none answers. Starts nothing.</summary>
    public static async Task<IPlatform?> FindAsync(LocalAzureLocation location, CancellationToken cancellation) =>
        await AnsweringAsync(location, cancellation) is { } azure ? new LocalPlatform(azure, Clock) : null;

    /// <summary>The running LocalAzure, started first when none answers and restarted when it is of another build.</summary>
    /// <exception cref="DeliveryException">It did not start; says why and names its log.</exception>
    public static async Task<IPlatform> EnsureRunningAsync(LocalAzureLocation location, CancellationToken cancellation)
    {
        var program = location.ProgramFolder is { } folder && File.Exists(Path.Combine(folder, Assembly))
            ? await ProgramCopy.OfAsync(folder, BinFolder(location), cancellation)
            : null;
        if (await AnsweringAsync(location, cancellation) is { } running && (program is null || running.Build == program.Build))
            return new LocalPlatform(running, Clock);
        if (program is null)
            throw new DeliveryException($"LocalAzure is not running, and '{location.ProgramFolder}' has no {Assembly} to start. Run the task Compile first.");

        using var alone = await StartLockAsync(location, cancellation);
        if (await AnsweringAsync(location, cancellation) is { } meanwhile && meanwhile.Build == program.Build)
            return new LocalPlatform(meanwhile, Clock);
        await RunDownAsync(location, Path.Combine(location.ProgramFolder!, Assembly), cancellation);
        program.Make(location.ProgramFolder!);
        return new LocalPlatform(await StartAsync(location, program, cancellation), Clock);
    }

    /// <summary>Stops LocalAzure with everything it runs, also what a killed one left behind; keeps its state.</summary>
    /// <returns>Whether anything was running.</returns>
    public static async Task<bool> DownAsync(LocalAzureLocation location, CancellationToken cancellation)
    {
        if (!Directory.Exists(location.StateFolder))
            return false;
        using var alone = await StartLockAsync(location, cancellation);
        var known = await LocalAzureDescription.ReadAsync(location.StateFolder, cancellation);
        if (AnyProgram(location) is { } program)
            await RunDownAsync(location, program, cancellation);
        else if (known is not null)
            throw ProgramIsGone(known);
        return known is not null;
    }

    /// <summary>Stops LocalAzure and deletes its state folder: apps, images, logs and databases.</summary>
    public static async Task RemoveAsync(LocalAzureLocation location, CancellationToken cancellation)
    {
        if (!Directory.Exists(location.StateFolder))
            return;
        using (await StartLockAsync(location, cancellation))
        {
            if (AnyProgram(location) is { } program)
                await RunDownAsync(location, program, cancellation, "--delete-databases");
            else if (await LocalAzureDescription.ReadAsync(location.StateFolder, cancellation) is { } known)
                throw ProgramIsGone(known);
        }

        Directory.Delete(location.StateFolder, recursive: true);
    }

    private static string? AnyProgram(LocalAzureLocation location)
    {
        var copies = Directory.Exists(BinFolder(location)) ? Directory.GetDirectories(BinFolder(location)) : [];
        return copies.Append(location.ProgramFolder).OfType<string>().Select(folder => Path.Combine(folder, Assembly)).FirstOrDefault(File.Exists);
    }

    private static DeliveryException ProgramIsGone(LocalAzureDescription known) =>
        new($"LocalAzure (process {known.ProcessId}) cannot be stopped: its program is gone. Run the task Compile, then this again.");

    private static async Task<LocalAzureDescription> StartAsync(LocalAzureLocation location, ProgramCopy program, CancellationToken cancellation)
    {
        var log = LocalAzureLaunch.LogFile(location);
        var processId = await LocalAzureLaunch.StartAsync(location, program, log, cancellation);
        using var deadline = new Deadline(location.StartTimeout, Clock, cancellation);
        try
        {
            while (true)
            {
                if (await AnsweringAsync(location, deadline.Token) is { } azure && azure.Build == program.Build)
                    return azure;
                if (!Alive(processId))
                    throw new DeliveryException($"LocalAzure ended while it started. Its log is {log}:\n{LocalAzureLaunch.Tail(log)}");
                await Task.Delay(Poll, Clock, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new DeliveryException($"LocalAzure did not answer within {location.StartTimeout:c}. Its log is {log}:\n{LocalAzureLaunch.Tail(log)}");
        }
    }

    private static async Task RunDownAsync(LocalAzureLocation location, string program, CancellationToken cancellation, params string[] more)
    {
        var command = new Command(LocalAzureLaunch.DotNet(), [program, "--state", Full(location), "--down", .. more])
        {
            Deadline = location.StopTimeout,
            Inherits = LocalAzureLaunch.Inherits,
        };
        try
        {
            await new ProcessRunner(Clock).RunAsync(command, cancellation);
        }
        catch (ProcessException error)
        {
            throw new DeliveryException($"LocalAzure could not be stopped. {error.Message}", error);
        }
    }

    private static async Task<LocalAzureDescription?> AnsweringAsync(LocalAzureLocation location, CancellationToken cancellation)
    {
        var azure = await LocalAzureDescription.ReadAsync(location.StateFolder, cancellation);
        if (azure is null || !Alive(azure.ProcessId))
            return null;
        using var client = new HttpClient(PinnedCertificate.Handler(azure.CertificateSha256)) { Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FileToken.Read(azure.TokenFile));
        try
        {
            using var answer = await client.GetAsync(new Uri(azure.Management, $"/subscriptions/{Guid.Empty}/resourcegroups?api-version=2021-04-01"), cancellation);
            return (int)answer.StatusCode is 401 or 403 or >= 500 ? null : azure;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<FileStream> StartLockAsync(LocalAzureLocation location, CancellationToken cancellation)
    {
        var path = Path.Combine(location.StateFolder, "start.lock");
        using var deadline = new Deadline(location.StartTimeout + location.StopTimeout, Clock, cancellation);
        while (true)
        {
            // Whoever has the lock may be about to delete the folder.
            Folders.CreateForOwner(location.StateFolder, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                try
                {
                    await Task.Delay(Poll, Clock, deadline.Token);
                }
                catch (OperationCanceledException) when (deadline.Passed)
                {
                    throw new DeliveryException($"{path}: another pipeline is starting or stopping LocalAzure and does not come to an end. End that pipeline.");
                }
            }
        }
    }

    private static bool Alive(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Full(LocalAzureLocation location) => Path.GetFullPath(location.StateFolder);

    private static string BinFolder(LocalAzureLocation location) => Path.Combine(Full(location), "bin");
}
