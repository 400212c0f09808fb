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
    public void SeveralTasks_ArePrintedWholeWhenTheyEnd()
    {
        var transcript = Plain();
        var (left, right) = (transcript.Begin("Left"), transcript.Begin("Right"));
        transcript.Write(left, "l1\n");
        transcript.Write(right, "r1\n");
        transcript.Write(left, "l2\n");
        written.ToString().ShouldBeEmpty();

        transcript.End(right);
        written.ToString().ShouldBe("── Right\nr1\n── Left\nl1\nl2\n");
        transcript.Write(left, "l3\n");
        transcript.End(left);
        written.ToString().ShouldBe("── Right\nr1\n── Left\nl1\nl2\nl3\n");
    }

    [Fact]
    public void ALiveTask_ThatGetsCompany_SaysWhereItGoesOn()
    {
        var transcript = Plain();
        var slow = transcript.Begin("Slow");
        transcript.Write(slow, "open line");
        var quick = transcript.Begin("Quick");
        transcript.Write(quick, "done\n");
        transcript.Write(slow, "more\n");
        transcript.End(quick);
        transcript.End(slow);
        written.ToString().ShouldBe("── Slow\nopen line\n── Quick\ndone\n── Slow (continued)\nmore\n");
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
        written.ToString().ShouldBe("host\n── Left\nl\n── Right\nr\n");

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
