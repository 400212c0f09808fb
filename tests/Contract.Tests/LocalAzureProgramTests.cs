using System.Diagnostics;
using System.Text.Json;
using Frostline.Delivery.Platforms;
using Testing;

namespace Contract.Tests;

/// <summary>LocalAzure as the pipeline starts, finds and stops it.</summary>
public sealed class LocalAzureProgramTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task EnsureRunning_WhenItRuns_FindsTheSameOne()
    {
        var before = await ProcessIdAsync(azure.Location);

        using var platform = await LocalAzureProgram.EnsureRunningAsync(azure.Location, CancellationToken.None);

        platform.ManagementEndpoint.ShouldBe(azure.Direct.ManagementEndpoint);
        (await ProcessIdAsync(azure.Location)).ShouldBe(before);
    }

    [Fact]
    public async Task EnsureRunning_StartsItWithoutTheTokensOfWhoeverCalls()
    {
        var environment = await File.ReadAllTextAsync($"/proc/{await ProcessIdAsync(azure.Location)}/environ");

        var names = environment.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')[0]);
        names.ShouldNotContain(RunningLocalAzure.BuildServerToken);
        names.ShouldContain("PATH");
    }

    [Fact]
    public async Task EnsureRunning_CalledTwiceAtOnce_StartsOne_ThatOutlivesAKillAndEndsWithDown()
    {
        using var folder = new TemporaryFolder("localazure");
        var location = azure.Location with { StateFolder = Path.Combine(folder.Path, "state") };
        (await LocalAzureProgram.FindAsync(location, CancellationToken.None)).ShouldBeNull();
        (await LocalAzureProgram.DownAsync(location, CancellationToken.None)).ShouldBeFalse();

        var both = await Task.WhenAll(
            LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None), LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None));
        both[0].ManagementEndpoint.ShouldBe(both[1].ManagementEndpoint);

        var first = await ProcessIdAsync(location);
        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        (await LocalAzureProgram.FindAsync(location, CancellationToken.None)).ShouldBeNull();
        using (var again = await LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None))
            again.ManagementEndpoint.ShouldBe(both[0].ManagementEndpoint);
        (await ProcessIdAsync(location)).ShouldNotBe(first);

        (await LocalAzureProgram.DownAsync(location, CancellationToken.None)).ShouldBeTrue();
        (await LocalAzureProgram.FindAsync(location, CancellationToken.None)).ShouldBeNull();

        await LocalAzureProgram.RemoveAsync(location, CancellationToken.None);
        Directory.Exists(location.StateFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task EnsureRunning_WithoutAProgram_SaysWhatToRun()
    {
        using var folder = new TemporaryFolder("localazure");

        var error = await Should.ThrowAsync<Frostline.Delivery.DeliveryException>(
            () => LocalAzureProgram.EnsureRunningAsync(new(Path.Combine(folder.Path, "state"), "/nowhere"), CancellationToken.None));

        error.Message.ShouldBe("LocalAzure is not running, and '/nowhere' has no LocalAzure.dll to start. Run the task Compile first.");
    }

    private static async Task<int> ProcessIdAsync(LocalAzureLocation location)
    {
        using var description = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(location.StateFolder, "localazure.json")));
        return description.RootElement.GetProperty("processId").GetInt32();
    }
}
