using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>A release that is tried on the copy: those of its services that use the database, started from their images; smoke checks, then the scenario <c>smoke</c>, once and slowly.</summary>
internal sealed class RehearsedRelease(BuildContext context, ReleaseManifest release, Secret database) : IDisposable
{
    private const double Rate = 40;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(2);

    /// <summary>What is looked for are requests that fail. A slow answer, of a service that was started a moment ago, is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("frostline-rehearsal-").FullName;
    private IReadOnlyDictionary<string, ReleaseFiles>? unpacked;

    /// <summary>The services that are given the connection string.</summary>
    private IEnumerable<ReleasedService> Services => release.Services.Where(service =>
        context.Settings.Services.TryGetValue(service.Name, out var known) && known.Secrets.Values.SelectMany(Placeholders.In).Contains(Placeholders.ConnectionString));

    /// <returns>What failed, or null.</returns>
    /// <exception cref="DeliveryException">It cannot be tried: an image is gone, or there is nothing to try.</exception>
    public async Task<string?> TryAsync()
    {
        foreach (var (service, files) in unpacked ??= await UnpackAsync())
        {
            if (await TryAsync(context.Settings.Services[service], files) is { } failure)
                return $"{service}: {failure}";
        }

        return null;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<IReadOnlyDictionary<string, ReleaseFiles>> UnpackAsync()
    {
        using var registry = await context.RegistryAsync();
        var files = new Dictionary<string, ReleaseFiles>();
        foreach (var service in Services)
            files[service.Name] = await ReleaseFiles.UnpackAsync(registry, service, Directory.CreateDirectory(Path.Combine(folder, service.Name)).FullName, context.Cancellation);
        return files.Count > 0 ? files : throw new DeliveryException($"{release.Version}: no service of it uses the database.");
    }

    private async Task<string?> TryAsync(ServiceSettings service, ReleaseFiles files)
    {
        RunningService running;
        try
        {
            running = await RunningService.StartAsync(context, files, service, Resolve);
        }
        catch (DeliveryException failure)
        {
            return failure.Message;
        }

        await using (running)
        {
            using var client = new HttpClient();
            foreach (var check in service.Smoke)
            {
                var filled = check with { Contains = check.Contains is { } text ? Placeholders.Fill(text, Resolve) : null };
                if (await SmokeRequest.SendAsync(client, running.Address, filled, TimeProvider.System, context.Cancellation) is { } problem)
                    return $"{check.Path}: {problem}";
            }

            return await LoadAsync(service, running.Address);
        }
    }

    /// <summary>Smoke checks touch no table: what reads and writes them is the load scenario.</summary>
    private async Task<string?> LoadAsync(ServiceSettings service, Uri address)
    {
        var file = Path.Combine(context.Paths.LoadTests, "smoke.json");
        if (!File.Exists(file) || ScenarioFile.Load(file) is not { } scenario || scenario.Service != service.Name)
            return null;
        var request = new LoadRequest
        {
            Scenario = scenario with { Timeout = Patience }, Profile = scenario.Profiles.Keys.First(), Target = address,
            Stages = [new("warm-up", WarmUp, Rate, Rate, Arrivals.Constant, Measured: false), new("rehearsal", Held, Rate, Rate, Arrivals.Constant, Measured: true)],
        };
        var result = (await new LoadTest(TimeProvider.System, new(_ => { }), Path.Combine(context.Paths.Artifacts, "rehearsals")).RunAsync(request, null, context.Cancellation)).Result;
        return result.Total.Failed == 0 ? null : $"{result.Total.Failed} of {result.Total.Count} requests of the scenario 'smoke' failed";
    }

    private string? Resolve(string placeholder) => placeholder switch
    {
        Placeholders.ConnectionString => database.Reveal(),
        Placeholders.Version => release.Version,
        Placeholders.Commit => release.Commit,
        Placeholders.Environment => "rehearsal",
        // No other service takes part: whoever calls one is refused at once.
        _ => "http://127.0.0.1:9/",
    };
}
