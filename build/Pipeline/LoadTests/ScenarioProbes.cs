using Frostline.Delivery.Settings;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.Pipeline.LoadTests;

/// <summary>Adds to the smoke checks of services, which rollouts probe with as well, what their scenarios ask.</summary>
internal static class ScenarioProbes
{
    /// <exception cref="SettingsException">A scenario is not there, is wrong, or asks nothing that only reads.</exception>
    public static PipelineSettings Added(PipelineSettings settings, Paths paths) => settings.Services.Values.All(service => service.Scenario is null)
        ? settings
        : settings with { Services = new OrderedDictionary<string, ServiceSettings>(settings.Services.Select(service => KeyValuePair.Create(service.Key, Added(service.Value, paths)))) };

    private static ServiceSettings Added(ServiceSettings service, Paths paths)
    {
        if (service.Scenario is not { } name)
            return service;
        var file = Path.Combine(paths.LoadTests, $"{name}.json");
        if (!File.Exists(file))
            throw Wrong(service, "is not one of tests/LoadTests", "Correct the name, or leave it out.");
        var checks = ScenarioChecks.Of(ScenarioFile.Load(file));
        return checks.Count > 0
            ? service with { Smoke = [.. service.Smoke, .. checks] }
            : throw Wrong(service, "has no GET that needs nothing of other requests", "Name another scenario, or leave it out.");
    }

    private static SettingsException Wrong(ServiceSettings service, string fact, string remedy) => new([new($"services.{service.Name}.scenario", service.Scenario, fact, remedy)]);
}
