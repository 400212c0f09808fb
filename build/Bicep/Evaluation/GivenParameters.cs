using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>What the parameters of a template are given: by a parameters file with those it extends, by a file in JSON, or by nobody.</summary>
/// <param name="main">The template.</param>
/// <param name="file">The parameters file; null: there is none.</param>
/// <param name="json">The file in JSON; null: there is none.</param>
internal sealed class GivenParameters(FileModel main, FileModel? file, ParametersJson? json)
{
    private const int MostLayers = 20;

    /// <summary>What is wrong with a file in JSON; other files say so themselves.</summary>
    public IEnumerable<Diagnostic> Diagnostics => json is null ? [] : json.Diagnostics.Concat(json.Parameters
        .Where(given => main.Parameters.TrueForAll(parameter => !parameter.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase)))
        .Select(given => new Diagnostic(DiagnosticSeverity.Error, "BCP259", Undeclared(given.Key), given.Value.At.Path, given.Value.At.Line, given.Value.At.Column, given.Key.Length + 2)));

    /// <summary>The value of each parameter by its name, null for those left to their defaults; what does not fit is reported.</summary>
    public Func<string, BicepValue?> Values(EvaluationSession session)
    {
        if (json is not null)
        {
            Check(session, json.Start, name => json.Parameters.TryGetValue(name, out var given) ? (given.Value, given.At) : null);
            return name => json.Parameters.GetValueOrDefault(name)?.Value;
        }

        var layers = Layers(session);
        if (layers is [var first, ..])
        {
            var target = first.Model.Syntax.Statements.OfType<UsingSyntax>().FirstOrDefault()?.Target.Span ?? default;
            Check(session, first.Model.SpotOf(target), name => Assigned(layers, name) is var (layer, assignment) ? (layer.ValueOf(assignment), layer.Model.SpotOf(assignment.Syntax.Value.Span)) : null, target.Length);
        }

        return name => Assigned(layers, name) is var (layer, assignment) ? layer.ValueOf(assignment) : null;
    }

    /// <summary>As a deployment takes them; parameters left to their defaults are not among them.</summary>
    public ObjectValue Emit(EvaluationSession session)
    {
        var layers = Layers(session);
        return new ObjectValue(main.Parameters
            .Select(parameter => (parameter.Name, Whole: json is not null ? json.Parameters.GetValueOrDefault(parameter.Name)?.Whole : Whole(layers, parameter.Name)))
            .Where(parameter => parameter.Whole is not null)
            .Select(parameter => new BicepMember(parameter.Name, parameter.Whole!)));
    }

    private static ObjectValue? Whole(List<FileInstance> layers, string name) => Assigned(layers, name) is not var (layer, assignment) ? null
        : SecretReference.Of(layer, assignment.Syntax.Value) ?? new ObjectValue([new BicepMember("value", layer.ValueOf(assignment))]);

    private static (FileInstance Layer, AssignmentSymbol Assignment)? Assigned(List<FileInstance> layers, string name)
    {
        foreach (var layer in layers)
        {
            if (layer.Model.Assignments.Find(assignment => assignment.Name == name) is { } assignment)
            {
                return (layer, assignment);
            }
        }

        return null;
    }

    /// <summary>The parameters file, then those it extends.</summary>
    private List<FileInstance> Layers(EvaluationSession session)
    {
        var layers = new List<FileInstance>();
        for (var next = file; next is not null && layers.Count < MostLayers; next = next.Extends)
        {
            layers.Add(new FileInstance(session, next, new FileArguments(DeploymentScope.Of(session.Context, main.Scope), "", null)));
        }

        return layers;
    }

    private void Check(EvaluationSession session, SourceSpot start, Func<string, (BicepValue Value, SourceSpot At)?> given, int length = 0)
    {
        var missing = new List<string>();
        foreach (var parameter in main.Parameters)
        {
            if (given(parameter.Name) is var (value, at))
            {
                new TypeChecker(session.Report).Check(value, DeclaredTypes.Of(parameter).Node, at);
            }
            else if (parameter.IsRequired)
            {
                missing.Add(parameter.Name);
            }
        }

        if (missing.Count > 0)
        {
            session.Report(new Diagnostic(DiagnosticSeverity.Error, "BCP258", $"The following parameters are declared in the Bicep file but are missing an assignment in the params file: \"{string.Join("\", \"", missing.Order(StringComparer.Ordinal))}\".", start.Path, start.Line, start.Column, length));
        }
    }

    private string Undeclared(string name)
    {
        var meant = Spelling.Suggest(name, main.Parameters.Select(parameter => parameter.Name));
        return $"The parameter \"{name}\" is assigned in the params file without being declared in the Bicep file.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}";
    }
}
