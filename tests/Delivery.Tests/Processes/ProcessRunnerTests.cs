using System.Diagnostics;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;
using Testing;

namespace Frostline.Delivery.Tests.Processes;

public sealed class ProcessRunnerTests
{
    private readonly ProcessRunner runner = new(TimeProvider.System);

    private static Command Shell(string script) => new("sh", "-c", script);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WhenTheProgramPrints_HandsOnEachLineAndKeepsBothStreams()
    {
        var live = new List<ProcessLine>();

        var outcome = await runner.RunAsync(Shell("echo one; echo two >&2; echo three") with { OnLine = live.Add }, Cancellation);

        outcome.ExitCode.ShouldBe(0);
        outcome.StandardOutput.ShouldBe("one\nthree");
        outcome.StandardError.ShouldBe("two");
        live.ShouldBe(outcome.Lines);
    }

    [Fact]
    public async Task Run_GivesTheProgramItsFolderEnvironmentAndInput()
    {
        var command = Shell("pwd; echo \"$TASTE\"; echo \"${HOME-gone}\"; cat") with
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string?> { ["TASTE"] = "bitter", ["HOME"] = null },
            StandardInput = "two\nlines",
        };

        var outcome = await runner.RunAsync(command, Cancellation);

        outcome.StandardOutput.ShouldBe("/\nbitter\ngone\ntwo\nlines");
    }

    [Fact]
    public async Task Run_PassesArgumentsAsTheyAre()
    {
        var outcome = await runner.RunAsync(new Command("printf", "%s|", "a b", "\"c\"", "$HOME", ""), Cancellation);

        outcome.StandardOutput.ShouldBe("a b|\"c\"|$HOME||");
    }

    [Fact]
    public async Task Run_WhenTheProgramFails_ThrowsWithItsLastLines()
    {
        var failure = await Should.ThrowAsync<ProcessFailedException>(
            runner.RunAsync(Shell("for i in $(seq 30); do echo line $i; done; exit 7"), Cancellation));

        failure.ExitCode.ShouldBe(7);
        failure.LastLines.Count.ShouldBe(20);
        failure.LastLines[^1].ShouldBe("line 30");
        failure.Message.ShouldContain("exit code 7.\n  line 11\n");
    }

    [Fact]
    public async Task Run_WhenAnyExitCodeIsAllowed_ReturnsIt()
    {
        var outcome = await runner.RunAsync(Shell("exit 7") with { AllowAnyExitCode = true }, Cancellation);

        outcome.ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task Run_WhenTheProgramDoesNotExist_SaysWhatToInstall()
    {
        var failure = await Should.ThrowAsync<ProcessNotStartedException>(
            runner.RunAsync(new Command("no-such-program-here"), Cancellation));

        failure.Message.ShouldContain("'no-such-program-here' could not be started");
        failure.Message.ShouldEndWith("Install it or put it on PATH.");
    }

    [Fact]
    public async Task Run_WhenOutputHoldsASecret_RedactsItEverywhere()
    {
        var live = new List<string>();
        var command = Shell("echo password=hunter2; cat; exit 1") with
        {
            StandardInput = "first-line\nsecond-line",
            Secrets = [new Secret("hunter2"), new Secret("first-line\nsecond-line")],
            OnLine = line => live.Add(line.Text),
        };

        var failure = await Should.ThrowAsync<ProcessFailedException>(runner.RunAsync(command, Cancellation));

        live.ShouldBe(["password=***", "***", "***"]);
        failure.Message.ShouldNotContain("hunter2");
        failure.Command.ShouldBe("sh -c \"echo password=***; cat; exit 1\"");
    }

    [Fact]
    public async Task Run_WhenLate_EndsTheProgramAndSaysHowLongItHad()
    {
        var failure = await Should.ThrowAsync<ProcessDeadlineException>(
            runner.RunAsync(Shell("echo started; exec sleep 60") with { Deadline = TimeSpan.FromSeconds(3) }, Cancellation));

        failure.Message.ShouldEndWith("still running after 00:00:03; it was ended.\n  started");
    }

    [Fact]
    public async Task Run_WhenCancelled_LetsTheProgramTidyUp()
    {
        var lines = new List<string>();

        var run = CancelAtFirstLine("trap 'echo tidied; exit 0' TERM; echo ready; while :; do sleep 0.05; done", lines.Add, grace: TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<OperationCanceledException>(run);
        lines.ShouldBe(["ready", "tidied"]);
    }

    [Fact]
    public async Task Run_WhenCancelledAndTheProgramIgnoresIt_KillsTheWholeTree()
    {
        var lines = new List<string>();

        var run = CancelAtFirstLine("trap '' TERM; sleep 60 & echo $!; while :; do wait; done", lines.Add);

        await Should.ThrowAsync<OperationCanceledException>(run);
        // The kernel ends who was killed when it is their turn.
        await Eventually.Is(() => !IsRunning(lines[0]));
    }

    [Fact]
    public async Task Run_WhenCancelledAndOnlyTheParentObeys_KillsTheOrphans()
    {
        var lines = new List<string>();

        var run = CancelAtFirstLine("(trap '' TERM; while :; do sleep 1; done) & echo $!; wait", lines.Add);

        await Should.ThrowAsync<OperationCanceledException>(run);
        // The kernel ends who was killed when it is their turn.
        await Eventually.Is(() => !IsRunning(lines[0]));
    }

    [Fact]
    public async Task Run_WhenABackgroundChildHoldsThePipe_DoesNotWaitForIt()
    {
        var outcome = await runner.RunAsync(Shell("sleep 300 & echo $!"), Cancellation);

        using var child = Process.GetProcessById(int.Parse(outcome.StandardOutput, System.Globalization.CultureInfo.InvariantCulture));
        child.Kill();
        outcome.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(150));
    }

    [Fact]
    public async Task Run_WhenOutputIsEndless_KeepsTheEnd()
    {
        var outcome = await runner.RunAsync(Shell("seq 700000; echo end"), Cancellation);

        outcome.Lines[^1].Text.ShouldBe("end");
        outcome.Lines.Count.ShouldBeLessThan(700_000);
    }

    private async Task CancelAtFirstLine(string script, Action<string> onLine, TimeSpan? grace = null)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var command = Shell(script) with
        {
            Grace = grace ?? TimeSpan.FromMilliseconds(500),
            OnLine = line =>
            {
                onLine(line.Text);
                cancelled.Cancel();
            },
        };
        await runner.RunAsync(command, cancelled.Token);
    }

    private static bool IsRunning(string processId)
    {
        try
        {
            return !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It is gone, perhaps while it was read.
            return false;
        }
    }
}
