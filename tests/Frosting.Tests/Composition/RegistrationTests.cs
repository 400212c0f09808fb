using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests.Composition;

public sealed class RegistrationTests
{
    [Fact]
    public void Settings_ComeFromTheProgramAndTheCommandLineWins()
    {
        var host = new TestHost(typeof(Show)).With(cake => cake.UseCakeSetting("Colour", "red").UseCakeSetting("Shape", "round"));
        host.Run("--target=Show", "--colour=blue").ShouldBe(0);
        host.Happened.ShouldBe("blue round blue Show");
    }

    [Fact]
    public void AStartup_RegistersServices()
    {
        var host = new TestHost(typeof(Greet)).With(cake => cake.UseStartup<Startup>());
        host.Run("--target=Greet").ShouldBe(0);
        host.Happened.ShouldBe("hello");
    }

    [Fact]
    public void WhatTheProgramRegisters_WinsOverTheHost()
    {
        var host = new TestHost(typeof(Greet)).With(cake => cake.UseStartup<Startup>())
            .Register(services => services.AddSingleton(new Greeting("good day")));
        host.Run("--target=Greet").ShouldBe(0);
        host.Happened.ShouldBe("good day");
    }

    [Fact]
    public void AServiceThatIsMissing_FailsTheTaskThatAsksForIt()
    {
        var host = new TestHost(typeof(Greet));
        host.Run("--target=Greet").ShouldBe(1);
        host.Output.ShouldStartWith($"Greet: Unable to resolve service for type '{typeof(Greeting).FullName}'");
    }

    public sealed class Show : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context)
        {
            context.Journal.Add(context.Configuration.GetValue("colour"));
            context.Journal.Add(context.Configuration.GetValue("Shape"));
            context.Journal.Add(context.Arguments.GetArgument("Colour"));
            context.Journal.Add(context.Arguments.GetArgument("target"));
        }
    }

    public sealed class Greet(Greeting greeting) : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add(greeting.Text);
    }

    public sealed record Greeting(string Text);

    public sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) => services.AddSingleton(new Greeting("hello"));
    }
}
