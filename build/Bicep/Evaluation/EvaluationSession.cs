using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>One evaluation of a template with all its modules.</summary>
internal sealed class EvaluationSession(EvaluationContext context, TypeCatalog types, bool isAbstract)
{
    private const int MaximumSteps = 5_000_000;
    private readonly HashSet<(string, int, int, string)> _reported = [];
    private readonly Dictionary<FileModel, FileInstance> _libraries = [];
    private int _steps;

    public EvaluationContext Context => context;

    public TypeCatalog Types => types;

    /// <summary>Parameters have no values: everything that depends on them is symbolic, and no branch is left out.</summary>
    public bool IsAbstract => isAbstract;

    public List<Diagnostic> Diagnostics { get; } = [];

    public List<EvaluatedResource> Resources { get; } = [];

    /// <exception cref="EvaluationLimitException">The template has taken more steps than any sensible one.</exception>
    public void Step()
    {
        if (++_steps > MaximumSteps)
        {
            throw new EvaluationLimitException($"The template needs more than {MaximumSteps} steps to evaluate.");
        }
    }

    public void Report(DiagnosticSeverity severity, string code, string message, FileModel model, TextSpan at) =>
        Report(model.File.Source.Diagnose(severity, code, message, at));

    public void Report(Diagnostic diagnostic)
    {
        if (_reported.Add((diagnostic.Path, diagnostic.Line, diagnostic.Column, diagnostic.Code)))
        {
            Diagnostics.Add(diagnostic);
        }
    }

    /// <summary>A file that only lends its variables and functions.</summary>
    public FileInstance Library(FileModel model, DeploymentScope scope)
    {
        if (!_libraries.TryGetValue(model, out var library))
        {
            _libraries.Add(model, library = new FileInstance(this, model, new FileArguments(scope, "", null)));
        }

        return library;
    }
}
