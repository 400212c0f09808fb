using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Provisioning;

namespace Frostline.Pipeline.Provisioning;

/// <summary>The official compiler, by itself or as part of the Azure CLI.</summary>
/// <param name="processes">Runs it.</param>
/// <param name="command">Program and arguments that stand before its own: <c>bicep</c>, or <c>az bicep</c>.</param>
/// <param name="version">As it told.</param>
internal sealed partial class OfficialBicep(ProcessRunner processes, IReadOnlyList<string> command, string version)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    /// <summary>Where it is looked for, in this order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Places { get; } = [["bicep"], ["az", "bicep"]];

    public string Engine => $"{string.Join(' ', command.Select(Path.GetFileName))} {version}";

    /// <summary>The first that answers, or null.</summary>
    public static async Task<OfficialBicep?> FindAsync(ProcessRunner processes, IReadOnlyList<IReadOnlyList<string>> places, CancellationToken cancellation)
    {
        foreach (var place in places)
        {
            if (await VersionAsync(processes, place, cancellation) is { } version)
                return new OfficialBicep(processes, place, version);
        }

        return null;
    }

    /// <exception cref="ProcessException">The files have errors; it tells which.</exception>
    /// <exception cref="DeliveryException">It answered what is no template.</exception>
    public async Task<InfrastructureTemplate> CompileAsync(InfrastructureFiles files, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellation)
    {
        var file = IsAzureCli ? new[] { "--file", files.Parameters } : [files.Parameters];
        var answer = await processes.RunAsync(Command(command, ["build-params", .. file, "--stdout"]) with { Environment = environment }, cancellation);
        try
        {
            var built = JsonNode.Parse(answer.StandardOutput);
            var template = JsonNode.Parse((string)built!["templateJson"]!) as JsonObject;
            var parameters = JsonNode.Parse((string)built["parametersJson"]!)?["parameters"] as JsonObject;
            return new InfrastructureTemplate(template!, parameters ?? [], Engine);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentNullException or NullReferenceException)
        {
            throw new DeliveryException($"{Engine}: build-params answered what is no template ({error.Message}). Update it, or take it off PATH: then Frostline compiles by itself.", error);
        }
    }

    private bool IsAzureCli => command.Count > 1;

    private static async Task<string?> VersionAsync(ProcessRunner processes, IReadOnlyList<string> place, CancellationToken cancellation)
    {
        try
        {
            var asked = Command(place, place.Count > 1 ? ["version"] : ["--version"]) with { Deadline = AnswerTime, AllowAnyExitCode = true };
            var answer = await processes.RunAsync(asked, cancellation);
            return answer.ExitCode == 0 && Version().Match(answer.StandardOutput) is { Success: true } found ? found.Value : null;
        }
        catch (ProcessException)
        {
            return null;
        }
    }

    private static Command Command(IReadOnlyList<string> place, string[] arguments) => new(place[0], [.. place.Skip(1), .. arguments]);

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex Version();
}
