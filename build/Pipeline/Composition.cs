using Microsoft.Extensions.DependencyInjection;
#if FROSTLINE_HOST
using Frostline.Pipeline.Reporting;
#endif

namespace Frostline.Pipeline;

/// <summary>The one place where concrete types are named.</summary>
internal static class Composition
{
    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<RunCancellation>();
        services.AddSingleton<RunRecord>();
#if FROSTLINE_HOST
        services.AddSingleton(new Hosting.HostOptions { Arguments = [.. Options.All.Select(option => new Hosting.TaskArgument(option.Name, option.Value, option.Meaning))] });
        services.AddSingleton<Hosting.IFailureClassifier, FailureClassifier>();
        services.AddSingleton<Hosting.IRunReporter, RunReporter>();
#endif
    }
}
