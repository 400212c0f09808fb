using LocalAzure.Registry;
using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

public sealed class ReplicaRules
{
    [Fact]
    public void Streak_GivesItsVerdictWhenAThresholdIsComplete_AndKeepsToIt()
    {
        var streak = new ProbeStreak(new ProbeSpec(ProbeKind.Readiness) { FailureThreshold = 3, SuccessThreshold = 2 });

        new[] { true, true, false, false, true, true, false, false, false, false }.Select(streak.Observe)
            .ShouldBe([null, true, null, null, null, true, null, null, false, false]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void BackOff_DoublesUpToItsLimit(int endsInARow, int seconds) =>
        new SupervisionTiming().BackOff(endsInARow).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Probes_WhenNoneAreGivenAndThereIsAPort_AreThePlatformsOwn()
    {
        var spec = DataPlane.Spec("app--a");
        spec = spec with { Containers = [spec.Containers[0] with { Probes = [] }] };

        var probes = ProbeSet.Of(spec);

        probes.Startup.ShouldBe(new ProbeSpec(ProbeKind.Startup)
        {
            InitialDelay = TimeSpan.FromSeconds(1), Period = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(3), FailureThreshold = 240,
            Headers = probes.Startup!.Headers,
        });
        probes.Readiness!.FailureThreshold.ShouldBe(48);
        probes.Liveness!.Path.ShouldBeNull();
        probes.Budget.ShouldBe(TimeSpan.FromSeconds(1 + 240 + 3 + 240));
        ProbeSet.Of(spec with { TargetPort = null }).ShouldBe(new ProbeSet(null, null, null));
    }

    [Fact]
    public void SpecHash_DoesNotDependOnTheOrderOfVariables_ButOnTheirValues()
    {
        var one = SpecHash.Of(DataPlane.Spec("app--a", new() { ["A"] = "1", ["B"] = "2" }));

        SpecHash.Of(DataPlane.Spec("app--a", new() { ["B"] = "2", ["A"] = "1" })).ShouldBe(one);
        SpecHash.Of(DataPlane.Spec("app--a", new() { ["B"] = "2", ["A"] = "3" })).ShouldNotBe(one);
    }

    [Fact]
    public void Command_TakesPathsOfTheImageFromItsRoot_AndDotnetFromThisMachine()
    {
        using var folder = new TemporaryFolder();
        folder.Write("app/Api.dll", "");
        var image = new UnpackedImage("sha256:0", folder.Path, new ImageConfiguration(["/usr/bin/dotnet", "/app/Api.dll"], ["--x"], new Dictionary<string, string>(), "/app", null, null));

        var command = ReplicaCommand.Of(DataPlane.Spec("app--a"), image, new ReplicaSeat("r", 1, "/home", "id"));

        command.Executable.ShouldBe(Machine.DotNet);
        command.Arguments.ShouldBe([Path.Combine(folder.Path, "app/Api.dll"), "--x"]);
        command.WorkingDirectory.ShouldBe(Path.Combine(folder.Path, "app"));
    }

    [Fact]
    public void Command_WhenTheTemplateGivesOne_ReplacesEntryPointAndArguments()
    {
        var spec = DataPlane.Spec("app--a");
        spec = spec with { Containers = [spec.Containers[0] with { Command = ["/../../etc/passwd"], Arguments = ["two"] }] };

        var command = ReplicaCommand.Of(spec, ReplicaImage.Unpacked, new ReplicaSeat("r", 1, "/home", "id"));

        command.Executable.ShouldBe("/../../etc/passwd");
        command.Arguments.ShouldBe(["two"]);
    }

    [Fact]
    public void Log_WhenTooLong_IsCutAndTheLastLinesAreFoundAcrossTheCut()
    {
        using var folder = new TemporaryFolder();
        var log = new ReplicaLog(folder.Combine("r.log"), sizeLimit: 100);
        log.Prepare();
        File.AppendAllLines(log.File, Enumerable.Range(0, 50).Select(i => $"line {i}"));

        log.CutWhenTooLong();
        File.AppendAllLines(log.File, ["after"]);

        new FileInfo(log.File).Length.ShouldBe(6);
        log.ReadLast(3).ShouldBe(["line 48", "line 49", "after"]);
        for (var i = 0; i < 10; i++)
        {
            File.AppendAllText(log.File, new string('x', 200));
            log.CutWhenTooLong();
        }

        Directory.GetFiles(folder.Path).Length.ShouldBe(3);
    }

    [Fact]
    public void Logs_OfRevisionsThatWroteLongAgo_ArePrunedUnlessTheyStillRun()
    {
        using var folder = new TemporaryFolder();
        var folders = new ReplicaFolders(folder.Path);
        foreach (var age in Enumerable.Range(0, 5))
        {
            var log = new ReplicaLog(folders.LogFile($"app--{age}", "r"));
            log.Prepare();
            File.SetLastWriteTimeUtc(log.File, new DateTime(2026, 1, 31 - age, 0, 0, 0, DateTimeKind.Utc));
        }

        folders.PruneLogs(revision => revision == "app--4", othersKept: 2);

        Directory.GetDirectories(folders.Logs).Select(Path.GetFileName).ShouldBe(["app--0", "app--1", "app--4"], ignoreOrder: true);
    }

    [Fact]
    public void Log_WhenLinesAreLongerThanOneBlock_IsReadWhole()
    {
        using var folder = new TemporaryFolder();
        var log = new ReplicaLog(folder.Combine("r.log"));
        var longLine = new string('é', 100_000);
        File.WriteAllText(log.File, $"first\n{longLine}\nlast\n");

        log.ReadLast(2).ShouldBe([longLine, "last"]);
    }
}
