using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Types that no value can have, since each would have to hold another of itself. What may be left out or may be empty ends such a circle.</summary>
internal static class TypeCycles
{
    public static void Report(FileModel model)
    {
        var needs = model.Types.Distinct().ToDictionary(type => type, type => Needs(model, type.Syntax.Value, isWithin: false).ToList());
        foreach (var (type, circle) in DependencyPath.Circles(model.Types, type => needs.GetValueOrDefault(type) ?? []))
        {
            model.Cyclic.Add(type);
            model.Error(
                circle.Count == 1 ? "BCP298" : "BCP299",
                circle.Count == 1
                    ? "This type definition includes itself as required component, which creates a constraint that cannot be fulfilled."
                    : $"This type definition includes itself as a required component via a cycle ({DependencyPath.Describe(circle.Steps, step => step.Name)}).",
                type.At);
        }
    }

    private static IEnumerable<TypeSymbol> Needs(FileModel model, TypeSyntax type, bool isWithin) => type switch
    {
        TypeNameSyntax => model.SymbolOf(type) is TypeSymbol symbol && symbol.Model == model ? [symbol] : [],
        NullableTypeSyntax nullable => isWithin ? [] : Needs(model, nullable.Type, isWithin),
        NonNullTypeSyntax inner => Needs(model, inner.Type, isWithin),
        ParenthesizedTypeSyntax inner => Needs(model, inner.Type, isWithin),
        ArrayTypeSyntax array => isWithin ? [] : Needs(model, array.Item, isWithin),
        UnionTypeSyntax union => union.Members.SelectMany(member => Needs(model, member, isWithin)),
        TupleTypeSyntax tuple => tuple.Items.SelectMany(item => Needs(model, item.Type, isWithin: true)),
        ObjectTypeSyntax value => value.Properties.Where(property => !property.IsAdditional).SelectMany(property => Needs(model, property.Type, isWithin: true)),
        _ => [],
    };
}
