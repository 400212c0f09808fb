using System.Security.Cryptography;
using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>Reads scenarios: syntax first, then every value, then what must fit together.</summary>
public static class ScenarioFile
{
    /// <param name="path">The file, such as <c>tests/LoadTests/smoke.json</c>.</param>
    /// <exception cref="SettingsException">Anything is wrong; all errors at once.</exception>
    public static Scenario Load(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        using var document = SettingsFile.Parse(full, Path.GetFileName(full));
        var errors = new SettingsErrors();
        var scenario = new SettingsBinder(errors, Path.GetFileName(full)).Bind<Scenario>(document.RootElement) with
        {
            Name = Path.GetFileNameWithoutExtension(full), Folder = folder,
        };
        if (errors.All.Count == 0)
            new ScenarioRules(scenario, errors).Check();
        return errors.All.Count == 0 ? scenario : throw new SettingsException([.. errors.All.Select(error => error with { Path = Within(full, error.Path) })]);
    }

    /// <summary>The JSON schema of scenarios: the content of <c>tests/LoadTests/scenario.schema.json</c>.</summary>
    public static string Schema() => PipelineSchema.Write(typeof(Scenario), "A load test");

    /// <summary>Changes when what is sent changes: runs are comparable only when it is the same.</summary>
    internal static string Hash(Scenario scenario, IReadOnlyList<Schedules.Stage> stages)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new
        {
            scenario.Requests, scenario.SignIn, scenario.Headers, scenario.Http, scenario.Connections, scenario.ThinkTime, scenario.Identities, stages,
        });
        return Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }

    private static string Within(string file, string path) => path == Path.GetFileName(file) ? path : $"{Path.GetFileName(file)}: {path}";
}
