using Frostline.Bicep.Binding;
using Frostline.Bicep.Binding.Rules;
using Frostline.Bicep.Emission;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep;

/// <summary>A compiled file with its modules and, perhaps, its parameters file.</summary>
public sealed class Compilation
{
    private readonly CompilerOptions _options;
    private readonly FileModel _main;
    private readonly GivenParameters _parameters;
    private readonly IReadOnlyList<FileModel> _files;
    private readonly Linter _linter;
    private readonly bool _isSound;

    internal Compilation(CompilerOptions options, FileModel main, GivenParameters parameters, List<FileModel> files)
    {
        _options = options;
        _main = main;
        _parameters = parameters;
        _files = files;
        _linter = new Linter(options);
        _isSound = !files.Exists(file => file.Cyclic.Count > 0 || file.Diagnostics.Exists(diagnostic => diagnostic.Code is "BCP094" or "BCP095"));
        Diagnostics = Collect();
    }

    /// <summary>Everything that is wrong with the files, by path and position, whatever the parameters.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Some diagnostic is an error.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The files that were read, as they are named in diagnostics; the main file first.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(file => file.File.Path)];

    /// <summary>
    /// Gives the parameters their values and works out the resources. A template with errors is evaluated as far as it goes;
    /// one that needs itself in a circle is not.
    /// </summary>
    /// <param name="context">The place it would be deployed to.</param>
    public EvaluatedTemplate Evaluate(EvaluationContext context)
    {
        var session = new EvaluationSession(context, _options.Types, isAbstract: false);
        if (!_isSound)
        {
            return new EvaluatedTemplate([], [], new Dictionary<string, BicepValue>(), []);
        }

        var outputs = new List<EvaluatedOutput>();
        var parameters = new Dictionary<string, BicepValue>(StringComparer.Ordinal);
        try
        {
            var main = new FileInstance(session, _main, new FileArguments(DeploymentScope.Of(context, _main.Scope), "", _parameters.Values(session)));
            new TemplateEvaluation(session).Run(main);
            outputs.AddRange(_main.Outputs.Select(output => new EvaluatedOutput(output.Name, main.ValueOf(output), _main.SpotOf(output.At), output.IsSecure)));
            foreach (var parameter in _main.Parameters)
            {
                parameters[parameter.Name] = main.ValueOf(parameter);
            }
        }
        catch (Exception error) when (error is EvaluationLimitException or EvaluationException)
        {
            session.Report(DiagnosticSeverity.Error, "limit", error.Message, _main, default);
        }

        return new EvaluatedTemplate(Sorted(session.Resources), outputs, parameters, Filtered(session.Diagnostics));
    }

    /// <summary>
    /// What the parameters file gives, as the <c>parameters</c> of a deployment in JSON: values, and references to secrets of a Key Vault.
    /// Parameters left to their defaults are not among them. Null when a value is known only in the cloud.
    /// </summary>
    /// <param name="context">The place it would be deployed to.</param>
    public string? EmitParameters(EvaluationContext context)
    {
        var given = _parameters.Emit(new EvaluationSession(context, _options.Types, isAbstract: false));
        return given.ContainsSymbolic ? null : JsonValues.Write(given);
    }

    /// <summary>The ARM template, as JSON text; null when the files have errors, name modules that are not here, or make more than one template can hold.</summary>
    public string? EmitArm()
    {
        if (HasErrors || !_files.All(Extensions.AreKnown) || _files.Any(file => file.Modules.Exists(module => module.Target is null && module.Json is null) || file.Imports.Exists(import => import is ImportSymbol { Target: null } or WildcardSymbol { Target: null })))
        {
            return null;
        }

        try
        {
            return new TemplateEmission(_main, new EmissionBudget()).Emit();
        }
        catch (EvaluationLimitException)
        {
            return null;
        }
    }

    private static List<EvaluatedResource> Sorted(List<EvaluatedResource> resources) =>
    [
        .. resources.OrderBy(resource => resource.Module, StringComparer.Ordinal)
            .ThenBy(resource => resource.Type, StringComparer.OrdinalIgnoreCase)
            .ThenBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(resource => resource.Symbol, StringComparer.Ordinal),
    ];

    private List<Diagnostic> Collect()
    {
        var found = _files.SelectMany(file => file.Diagnostics).ToList();
        found.AddRange(_files.SelectMany(_linter.Check));
        found.AddRange(_linter.ConfigurationProblems());
        found.AddRange(_parameters.Diagnostics);
        found.AddRange(CheckAll());
        return Filtered(found);
    }

    // Every file is looked at by itself with parameters that have no values, so that no branch is left out.
    private List<Diagnostic> CheckAll()
    {
        var context = new EvaluationContext { Now = DateTimeOffset.UnixEpoch };
        var found = new List<Diagnostic>();
        foreach (var file in _files.Where(file => !file.Cyclic.Any(symbol => symbol is ResourceSymbol or ModuleSymbol)))
        {
            var session = new EvaluationSession(context, _options.Types, isAbstract: true);
            try
            {
                var instance = new FileInstance(session, file, new FileArguments(DeploymentScope.Of(context, file.Scope), "", null));
                new TemplateEvaluation(session).Run(instance);
                foreach (var assignment in file.Assignments)
                {
                    instance.ValueOf(assignment);
                }
            }
            catch (Exception error) when (error is EvaluationLimitException or EvaluationException)
            {
                session.Report(DiagnosticSeverity.Error, "limit", error.Message, file, default);
            }

            found.AddRange(session.Diagnostics);
        }

        return found;
    }

    private List<Diagnostic> Filtered(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. DiagnosticFilter.Apply(diagnostics, _files, _linter).Distinct()
            .OrderBy(diagnostic => diagnostic.Path, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Line).ThenBy(diagnostic => diagnostic.Column).ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
    ];
}
