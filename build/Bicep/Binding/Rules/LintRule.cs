using Frostline.Bicep.Binding.Structure;
using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>One rule of the linter.</summary>
/// <param name="Id">The official one.</param>
/// <param name="Default">How severe it is unless the configuration says otherwise.</param>
/// <param name="Check">Finds what breaks it.</param>
internal sealed record LintRule(string Id, RuleLevel Default, Func<LintedFile, IEnumerable<LintFinding>> Check);

internal readonly record struct LintFinding(TextSpan At, string Message);

/// <summary>A file as rules look at it.</summary>
internal sealed class LintedFile(FileModel model, BicepConfiguration configuration, CompilerOptions options)
{
    private readonly Lazy<IReadOnlyList<SyntaxNode>> _nodes = new(() => Nodes.Within(model.Syntax));

    public FileModel Model => model;

    public BicepConfiguration Configuration => configuration;

    public TypeCatalog Types => options.Types;

    public DateOnly? Today => options.Today;

    /// <summary>All nodes of one kind in the order of the text.</summary>
    public IEnumerable<T> All<T>() where T : SyntaxNode => _nodes.Value.OfType<T>();

    /// <summary>All nodes below one, itself included.</summary>
    public static IEnumerable<SyntaxNode> Within(SyntaxNode node) => Nodes.Within(node);
}
