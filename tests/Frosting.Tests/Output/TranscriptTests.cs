using System.Text;
using Frostline.Hosting.Output;

namespace Frosting.Tests.Output;

public sealed class TranscriptTests
{
    private readonly StringBuilder written = new();

    [Fact]
    public void OneTask_StreamsLive()
    {
        var transcript = Plain();
        var task = transcript.Begin("Compile");
        transcript.Write(task, "half a line");
        written.ToString().ShouldBe("── Compile\nhalf a line");
    }

    [Fact]
    public void SeveralTasks_TheOneBegunFirstStreams_AndTheOthersFollowWhole()
    {
        var transcript = Plain();
        var (left, right) = (transcript.Begin("Left"), transcript.Begin("Right"));
        transcript.Write(right, "r1\n");
        transcript.Write(left, "l1\n");
        transcript.Write(right, "r2\n");
        written.ToString().ShouldBe("── Left\nl1\n");

        transcript.End(left);
        transcript.Write(right, "r3\n");
        written.ToString().ShouldBe("── Left\nl1\n── Right\nr1\nr2\nr3\n");
    }

    [Fact]
    public void ATaskThatEndsBeforeTheOneThatStreams_IsPrintedAfterIt()
    {
        var transcript = Plain();
        var (slow, quick, last) = (transcript.Begin("Slow"), transcript.Begin("Quick"), transcript.Begin("Last"));
        transcript.Write(slow, "open line");
        transcript.Write(quick, "done\n");
        transcript.Write(last, "begun\n");
        transcript.End(quick);
        transcript.Write(slow, ", closed\n");
        transcript.End(slow);
        written.ToString().ShouldBe("── Slow\nopen line, closed\n── Quick\ndone\n── Last\nbegun\n");
    }

    [Fact]
    public void ALiveTask_ThatTheHostInterrupts_SaysWhereItGoesOn()
    {
        var transcript = Plain();
        var task = transcript.Begin("Slow");
        transcript.Write(task, "open line");
        transcript.WriteLine("host");
        transcript.Write(task, "more\n");
        transcript.End(task);
        written.ToString().ShouldBe("── Slow\nopen line\nhost\n── Slow (continued)\nmore\n");
    }

    [Fact]
    public void TheHost_ClosesTheGroupOfATaskBeforeItSpeaks()
    {
        var transcript = new Transcript(new StringWriter(written), new ConsoleProfile(BuildServer.GitHubActions, Ansi: false));
        var task = transcript.Begin("Compile");
        transcript.Write(task, "compiling\n");
        transcript.WriteLine("stopping");
        transcript.End(task);
        written.ToString().ShouldBe("::group::Compile\ncompiling\n::endgroup::\nstopping\n");
    }

    [Fact]
    public async Task WhatATaskStarts_WritesToItsOutput()
    {
        var transcript = Plain();
        var (left, right) = (transcript.Begin("Left"), transcript.Begin("Right"));
        await Task.WhenAll(WriteFrom(left, "l"), WriteFrom(right, "r"));
        transcript.WriteLine("host");
        transcript.End(left);
        transcript.End(right);
        written.ToString().ShouldBe("── Left\nl\nhost\n── Right\nr\n");

        Task WriteFrom(TaskOutput output, string text) => Task.Run(
            async () =>
            {
                transcript.Enter(output);
                await Task.Yield();
                await Task.Run(() => transcript.WriteLine(text));
            },
            TestContext.Current.CancellationToken);
    }

    private Transcript Plain() => new(new StringWriter(written), new ConsoleProfile(BuildServer.None, Ansi: false));
}
