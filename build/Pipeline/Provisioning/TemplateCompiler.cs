using System.Text.Json.Nodes;
using Frostline.Bicep;
using Frostline.Bicep.Evaluation;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Settings;

namespace Frostline.Pipeline.Provisioning;

/// <summary>Compiles an environment's infrastructure for deployment: with the official compiler where there is one, else with Frostline's own.</summary>
/// <param name="processes">Runs the official one.</param>
/// <param name="places">Where that is looked for.</param>
internal sealed class TemplateCompiler(ProcessRunner processes, IReadOnlyList<IReadOnlyList<string>> places)
{
    /// <summary>What <c>readEnvironmentVariable()</c> reads; the official compiler reads this process's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <exception cref="DeliveryException">The files have errors.</exception>
    public async Task<InfrastructureTemplate> CompileAsync(InfrastructureFiles files, EnvironmentSettings environment, CancellationToken cancellation) =>
        await OfficialBicep.FindAsync(processes, places, cancellation) is { } official
            ? await official.CompileAsync(files, new Dictionary<string, string?>(), cancellation)
            : Own(files, environment);

    private InfrastructureTemplate Own(InfrastructureFiles files, EnvironmentSettings environment)
    {
        var compilation = BicepCompiler.Compile(files.Main, files.Parameters);
        if (compilation.EmitArm() is not { } template)
            throw new DeliveryException(Errors(compilation.Diagnostics)
                ?? $"{files.Main}: names what has to be restored from a registry, or is more than one template can hold. Put the official bicep on PATH.");
        var context = new EvaluationContext
        {
            Now = TimeProvider.System.GetUtcNow(), SubscriptionId = environment.Subscription, ResourceGroup = environment.ResourceGroup, Location = environment.Location,
            EnvironmentVariables = Variables,
        };
        var parameters = compilation.EmitParameters(context) ?? throw new DeliveryException(Errors(compilation.Evaluate(context).Diagnostics)
            ?? $"{files.Parameters}: has a value that is known in the cloud only. Give it by readEnvironmentVariable() or az.getSecret(), by itself.");
        return new((JsonObject)JsonNode.Parse(template)!, (JsonObject)JsonNode.Parse(parameters)!, $"Frostline.Bicep {typeof(BicepCompiler).Assembly.GetName().Version?.ToString(3)}");
    }

    private static string? Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()).ToList() is { Count: > 0 } errors ? string.Join('\n', errors) : null;
}
