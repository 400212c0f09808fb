using System.Net;
using System.Net.Sockets;
using LocalAzure.Resources;
using LocalAzure.State;
using LocalAzure.Tests.Management;
using Microsoft.Extensions.Logging;
using Testing;

namespace LocalAzure.Tests.State;

public sealed class StateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new("state");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Change_IsOnDiskWhenItIsTold()
    {
        var file = folder.Combine("state.json");
        using var store = new StateStore(file);
        store.Changed += () => new StateStore(file).Current.Happenings.Single().Text.ShouldBe("happened");

        await store.ChangeAsync(state => state.Tell(Now, "somebody", "happened"), CancellationToken.None);

        new StateStore(file).Current.Happenings.Single().ShouldBe(new Happening(Now, "somebody", "happened"));
    }

    [Fact]
    public async Task Change_ThatIsRefused_LeavesEverythingAsItWas()
    {
        using var store = new StateStore(folder.Combine("state.json"));
        var before = store.Current;

        await Should.ThrowAsync<ArmException>(() => store.ChangeAsync(_ => throw ArmException.Conflict("No", "no"), CancellationToken.None));

        store.Current.ShouldBeSameAs(before);
        await store.ChangeAsync(state => state.Tell(Now, "a", "b"), CancellationToken.None);
    }

    [Fact]
    public void Open_OfANewerVersion_SaysWhatToDo()
    {
        var file = folder.Write("state.json", """{"version":99}""");

        Should.Throw<InvalidDataException>(() => new StateStore(file)).Message.ShouldBe(
            $"{file}: version 99 is not 1, the one this LocalAzure reads. Remove the state folder to start anew.");
    }

    [Fact]
    public void Open_OfADamagedFile_NamesIt()
    {
        var file = folder.Write("state.json", "{");

        Should.Throw<InvalidDataException>(() => new StateStore(file)).Message.ShouldStartWith($"{file}: it cannot be read. Remove the file to start anew.");
    }

    [Fact]
    public void Log_WhenTooLong_IsBegunAnewAndTwoOldOnesAreKept()
    {
        var file = folder.Combine("localazure.log");
        using (var log = new LogFile(file, TimeProvider.System, sizeLimit: 100))
        {
            var logger = log.CreateLogger("test");
            for (var line = 0; line < 10; line++)
                logger.LogInformation("line {Line}", line);
        }

        Directory.GetFiles(folder.Path).Select(Path.GetFileName).ShouldBe(["localazure.log", "localazure.log.1", "localazure.log.2"], ignoreOrder: true);
        File.ReadAllLines(file).Single().ShouldContain("line 9");
        File.ReadAllLines(file + ".2").Single().ShouldContain("line 7");
    }

    [Fact]
    public void Ports_AreKept_UnlessAStrangerTookOne()
    {
        var file = folder.Combine("ports.json");
        var first = PortBook.ReadOrChoose(file);
        PortBook.ReadOrChoose(file).ShouldBe(first);
        using var stranger = new TcpListener(IPAddress.Loopback, first.Page);
        stranger.Start();

        var second = PortBook.ReadOrChoose(file);

        second.Page.ShouldNotBe(first.Page);
        (second with { Page = first.Page }).ShouldBe(first);
        PortBook.Read(file).ShouldBe(second);
    }

    [Fact]
    public void Lock_IsTakenOnce_AndFreeAgainWhenGivenBack()
    {
        using (var first = FolderLock.TryTake(folder.Path))
        {
            first.ShouldNotBeNull();
            FolderLock.TryTake(folder.Path).ShouldBeNull();
        }

        using var again = FolderLock.TryTake(folder.Path);
        again.ShouldNotBeNull();
    }

    [Fact]
    public async Task Restart_KeepsAppsRevisionsAndSpentSuffixes()
    {
        string before;
        await using (var azure = await LocalAzureUnderTest.StartAgainAsync(folder))
        {
            await azure.SendAsync(HttpMethod.Put, LocalAzureUnderTest.Group, """{"location":"westeurope"}""");
            await azure.SendAsync(HttpMethod.Put, LocalAzureUnderTest.EnvironmentPath, """{"location":"westeurope"}""");
            await azure.DeployAsync("api", LocalAzureUnderTest.Body("v1"));
            await azure.WaitForReadyAsync("api", "api--v1");
            before = (await azure.GetAsync(LocalAzureUnderTest.App("api"))).ToJsonString();
        }

        await using var again = await LocalAzureUnderTest.StartAgainAsync(folder);
        await again.WaitForReadyAsync("api", "api--v1");
        (await again.GetAsync(LocalAzureUnderTest.App("api"))).ToJsonString().ShouldBe(before);
        var spent = await again.FinishAsync(HttpMethod.Patch, LocalAzureUnderTest.App("api"), WritingContainerApps.Template("v1", "other"));
        spent["status"]!.GetValue<string>().ShouldBe("Failed");
    }
}
