using Cake.Frosting;

namespace Frosting.Tests.Running;

public sealed class SchedulingTests
{
    [Fact]
    public void ATask_StartsAsSoonAsWhatItNeedsHasEnded()
    {
        var host = new TestHost(typeof(Patient), typeof(Quick), typeof(AfterShort), typeof(All));
        host.Run("--target=All", "--parallel=2").ShouldBe(0);
        host.Happened.ShouldBe("long-begins short after-short long-ends all");
    }

    [Fact]
    public void Sequential_RunsInOrderOfThePlan()
    {
        var host = new TestHost(typeof(Third), typeof(Second), typeof(First), typeof(Series));
        host.Run("--target=Series", "--sequential").ShouldBe(0);
        host.Happened.ShouldBe("first second third series");
    }

    [Fact]
    public void ReadyTasks_StartInOrderOfTheCommandLine()
    {
        var host = new TestHost(typeof(First), typeof(Second), typeof(Third));
        host.Run("--sequential", "-t", "Third", "-t", "First", "-t", "Second").ShouldBe(0);
        host.Happened.ShouldBe("third first second");
        host.Result!.Targets.ShouldBe(["Third", "First", "Second"]);
    }

    [Fact]
    public void Exclusive_RunsTheTargetAlone()
    {
        var host = new TestHost(typeof(First), typeof(Second), typeof(Third), typeof(Series));
        host.Run("--exclusive", "--target=Series").ShouldBe(0);
        host.Happened.ShouldBe("series");
    }

    [Fact]
    public void Parallel_NeverRunsMoreThanAllowed()
    {
        var host = new TestHost(typeof(CountA), typeof(CountB), typeof(CountC), typeof(CountD));
        host.Run("-t", "CountA", "-t", "CountB", "-t", "CountC", "-t", "CountD", "--parallel=2").ShouldBe(0);
        host.Journal.Entries.Max(entry => int.Parse(entry, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(2);
    }

    [Fact]
    public void Outputs_OfTasksThatRunTogether_AreNotMixed()
    {
        var host = new TestHost(typeof(Ping), typeof(Pong));
        host.Run("-t", "Ping", "-t", "Pong", "--parallel=2", "--Settings_NoReport=true").ShouldBe(0);
        host.Output.ShouldContain("── Ping\nping 1\nping 2\n");
        host.Output.ShouldContain("── Pong\npong 1\npong 2\n");
    }

    [Fact]
    public void AllTasks_ShareOneContext()
    {
        var host = new TestHost(typeof(ShareA), typeof(ShareB));
        host.Run("-t", "ShareA", "-t", "ShareB").ShouldBe(0);
        host.Journal.Entries.Distinct().Count().ShouldBe(1);
        host.Journal.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public void ATaskThatBlocks_TakesNoThreadFromThePool()
    {
        var host = new TestHost(typeof(Blocking));
        host.Run("--target=Blocking").ShouldBe(0);
        host.Happened.ShouldBe("pool:False");
    }

    public sealed class Blocking : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add($"pool:{Thread.CurrentThread.IsThreadPoolThread}");
    }

    public sealed class Patient : AsyncFrostingTask<JournalContext>
    {
        public override async Task RunAsync(JournalContext context)
        {
            context.Journal.Add("long-begins");
            await context.Journal.Until("after-short");
            context.Journal.Add("long-ends");
        }
    }

    public sealed class Quick : AsyncFrostingTask<JournalContext>
    {
        public override async Task RunAsync(JournalContext context)
        {
            await context.Journal.Until("long-begins");
            context.Journal.Add("short");
        }
    }

    [IsDependentOn(typeof(Quick))]
    public sealed class AfterShort : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("after-short");
    }

    [IsDependentOn(typeof(Patient))]
    [IsDependentOn(typeof(AfterShort))]
    public sealed class All : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("all");
    }

    public sealed class First : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("first");
    }

    public sealed class Second : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("second");
    }

    public sealed class Third : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("third");
    }

    [IsDependentOn(typeof(First))]
    [IsDependentOn(typeof(Second))]
    [IsDependentOn(typeof(Third))]
    public sealed class Series : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("series");
    }

    public abstract class Count : AsyncFrostingTask<JournalContext>
    {
        public override async Task RunAsync(JournalContext context)
        {
            context.Journal.Add(context.Journal.Enter().ToString(System.Globalization.CultureInfo.InvariantCulture));
            await context.Journal.Until("2");
            context.Journal.Leave();
        }
    }

    public sealed class CountA : Count;

    public sealed class CountB : Count;

    public sealed class CountC : Count;

    public sealed class CountD : Count;

    public sealed class Ping : AsyncFrostingTask<JournalContext>
    {
        public override async Task RunAsync(JournalContext context)
        {
            Cake.Core.Diagnostics.LogExtensions.Information(context.Log, "ping 1");
            context.Journal.Add("ping");
            await context.Journal.Until("pong");
            Cake.Core.Diagnostics.LogExtensions.Information(context.Log, "ping 2");
        }
    }

    public sealed class Pong(Cake.Core.IConsole console, Spectre.Console.IAnsiConsole ansi) : AsyncFrostingTask<JournalContext>
    {
        public override async Task RunAsync(JournalContext context)
        {
            await context.Journal.Until("ping");
            console.WriteLine("pong {0}", 1);
            ansi.Write(new Spectre.Console.Markup("[red]pong 2[/]\n"));
            context.Journal.Add("pong");
        }
    }

    public abstract class Share : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) =>
            context.Journal.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(context).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public sealed class ShareA : Share;

    public sealed class ShareB : Share;
}
