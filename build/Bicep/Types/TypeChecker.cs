using System.Text.RegularExpressions;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Types;

/// <summary>Compares values with types. What is symbolic is compared as far as its type is known.</summary>
internal sealed class TypeChecker(Action<Diagnostic> report)
{
    /// <summary>Stands for the name of a property where a value is an item of an array.</summary>
    private const string Item = "[]";

    /// <summary>Where the declaration of a resource stands whose body is checked; null when it is no such body.</summary>
    public SourceSpot? Body { get; init; }

    private static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>Reports how a value does not fit a type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type.</param>
    /// <param name="at">Where it stands, for what has no place of its own.</param>
    /// <param name="name">The property it is the value of; null when it is no property.</param>
    public void Check(BicepValue value, TypeNode type, SourceSpot at, string? name = null)
    {
        if (value is SymbolicValue { IsBroken: true })
        {
            return;
        }

        if (value is SymbolicValue { Alternatives.Count: > 0 } choice)
        {
            foreach (var alternative in choice.Alternatives.Where(alternative => !alternative.IsNull))
            {
                Check(alternative, type, at, name);
            }

            return;
        }

        if (value is SymbolicValue symbolic)
        {
            CheckSymbolic(symbolic, type, at, name);
            value = symbolic.WithoutNull();
        }

        switch (type)
        {
            case ObjectNode node when value is ObjectValue members:
                CheckObject(members, node.Name, node.Properties, node.Additional, at);
                return;
            case DiscriminatedNode node when value is ObjectValue members:
                CheckDiscriminated(members, node, at);
                return;
            case ArrayNode node when value is ArrayValue array:
                CheckArray(array, node, at);
                return;
            case TupleNode node when value is ArrayValue array:
                CheckTuple(array, node, at);
                return;
            case UnionNode node:
                CheckUnion(value, node, at, name);
                return;
            case StringNode node when value is StringValue text:
                CheckText(text.Value, node, at);
                return;
            case IntegerNode node when value is IntegerValue number:
                CheckNumber(number.Value, node, at);
                return;
        }

        if (!Accepts(value, type))
        {
            Mismatch(value, type, at, name);
        }
    }

    private void CheckSymbolic(SymbolicValue value, TypeNode type, SourceSpot at, string? name)
    {
        if (value.IsNullable && value.Shape is not null && !TakesNull(type))
        {
            var expected = TypeNames.Of(type);
            Report(DiagnosticSeverity.Warning, "BCP321", $"Expected a value of type \"{expected}\" but the provided value is of type \"{TypeNames.Of(new UnionNode([new TypeReference(new NullNode()), new TypeReference(Shapes.WithoutNull(value.Shape)!)]))}\".", at, name ?? "");
        }

        switch (Shapes.WithoutNull(value.Shape), Shapes.WithoutNull(type))
        {
            case (StringNode source, StringNode target):
                RangeCheck.Lengths(source.MinLength, source.MaxLength, target.MinLength, target.MaxLength, Found);
                break;
            case (ArrayNode source, ArrayNode target):
                RangeCheck.Lengths(source.MinLength, source.MaxLength, target.MinLength, target.MaxLength, Found);
                break;
            case (IntegerNode source, IntegerNode target):
                RangeCheck.Numbers(source.Minimum, source.Maximum, target.Minimum, target.Maximum, Found);
                break;
        }

        void Found(DiagnosticSeverity severity, string code, string message) => Report(severity, code, message, at, name ?? "");
    }

    private static bool TakesNull(TypeNode type) => type is AnyNode or NullNode || Shapes.IsNullable(type) || (type is UnionNode union && Shapes.Flatten(union).Any(element => element is AnyNode));

    private void CheckObject(ObjectValue members, string typeName, IReadOnlyDictionary<string, TypeProperty> properties, TypeReference? additional, SourceSpot at)
    {
        var isOpen = members["..."] is not null;
        foreach (var member in members.Members)
        {
            var place = member.At ?? at;
            if (member.IsUnchecked && properties.ContainsKey(member.Name))
            {
                continue;
            }

            if (properties.TryGetValue(member.Name, out var property))
            {
                if (property.ReadOnly)
                {
                    Report(DiagnosticSeverity.Error, "BCP073", $"The property \"{property.Name}\" is read-only. Expressions cannot be assigned to read-only properties.", place, member.Name);
                }
                else if (!member.Value.IsNull || property.Required)
                {
                    CheckSecret(member, property, place);
                    Check(!property.Required && member.Value is SymbolicValue optional ? optional.WithoutNull() : member.Value, property.Type.Node, place, member.Name);
                }
            }
            else if (additional is not null)
            {
                if (!member.Value.IsNull)
                {
                    Check(member.Value, additional.Node, place, member.Name);
                }
            }
            else if (!Shapes.IsUncertain(member.Name) && !member.Name.StartsWith('['))
            {
                Unknown(member.Name, typeName, properties, members, place);
            }
        }

        var missing = properties.Values.Where(property => property.Required && !property.ReadOnly && members[property.Name] is null).Select(property => property.Name).ToList();
        if (missing.Count > 0 && !isOpen)
        {
            Report(DiagnosticSeverity.Error, "BCP035", $"The specified \"{(at == Body ? "resource" : "object")}\" declaration is missing the following required properties: \"{string.Join("\", \"", missing.Order(StringComparer.Ordinal))}\".", at, "");
        }
    }

    private void Unknown(string name, string typeName, IReadOnlyDictionary<string, TypeProperty> properties, ObjectValue present, SourceSpot at)
    {
        var free = properties.Values.Where(property => !property.ReadOnly).Select(property => property.Name).Where(candidate => present[candidate] is null).Order(StringComparer.Ordinal).ToList();
        var meant = Spelling.Suggest(name, free);
        Report(
            DiagnosticSeverity.Error,
            meant is null ? "BCP037" : "BCP089",
            $"The property \"{name}\" is not allowed on objects of type \"{typeName}\"." + (meant is not null ? $" Did you mean \"{meant}\"?"
                : free.Count == 0 ? " No other properties are allowed."
                : $" Permissible properties include \"{string.Join("\", \"", free.Take(20))}\"{(free.Count > 20 ? " and others" : "")}."),
            at,
            name);
    }

    private void CheckSecret(BicepMember member, TypeProperty property, SourceSpot at)
    {
        if (property.Type.Node is StringNode { Sensitive: true } && member.Value is StringValue { Value.Length: > 0 })
        {
            Report(DiagnosticSeverity.Warning, "use-secure-value-for-secure-inputs", $"The property \"{property.Name}\" expects a secure value, but the value provided may not be secure.", at, member.Name);
        }
    }

    private void CheckDiscriminated(ObjectValue members, DiscriminatedNode node, SourceSpot at)
    {
        var chosen = members[node.Discriminator];
        if (chosen is null)
        {
            if (members["..."] is null)
            {
                Report(DiagnosticSeverity.Error, "BCP078", $"The property \"{node.Discriminator}\" requires a value of type \"{string.Join(" | ", node.Variants.Keys.Select(key => $"'{key}'"))}\", but none was supplied.", at, "");
            }

            return;
        }

        if (chosen.AsString() is not { } text)
        {
            return;
        }

        if (!node.Variants.TryGetValue(text, out var variant) || variant.Node is not ObjectNode shape)
        {
            var meant = Spelling.Suggest(text, node.Variants.Keys);
            Report(
                DiagnosticSeverity.Error,
                meant is null ? "BCP036" : "BCP088",
                $"The property \"{node.Discriminator}\" expected a value of type \"{string.Join(" | ", node.Variants.Keys.Select(key => $"'{key}'"))}\" but the provided value is of type \"'{text}'\".{(meant is null ? "" : $" Did you mean \"'{meant}'\"?")}",
                members.SpotOf(node.Discriminator) ?? at,
                node.Discriminator);
            return;
        }

        var properties = new Dictionary<string, TypeProperty>(node.Properties, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, property) in shape.Properties)
        {
            properties[name] = property;
        }

        CheckObject(members, shape.Name, properties, shape.Additional, at);
    }

    private void CheckArray(ArrayValue array, ArrayNode node, SourceSpot at)
    {
        CheckLength(array.Items.Count, node.MinLength, node.MaxLength, at);
        foreach (var item in array.Items)
        {
            if (item.Value is not SymbolicValue { Expression: ['.', '.', '.', ..] })
            {
                Check(item.Value, node.Item.Node, item.At ?? at, Item);
            }
        }
    }

    private void CheckTuple(ArrayValue array, TupleNode node, SourceSpot at)
    {
        CheckLength(array.Items.Count, node.Items.Count, node.Items.Count, at);
        foreach (var (item, type) in array.Items.Zip(node.Items))
        {
            Check(item.Value, type.Node, item.At ?? at);
        }
    }

    private void CheckUnion(BicepValue value, UnionNode union, SourceSpot at, string? name)
    {
        var types = Shapes.Flatten(union).ToList();
        if (value is StringValue text && types.OfType<LiteralNode>().Any())
        {
            CheckLiteral(text, types, at, name);
            return;
        }

        var fitting = types.FindAll(type => Accepts(value, type));
        if (fitting.Count == 0)
        {
            Mismatch(value, union, at, name);
        }
        else if (value is ObjectValue or ArrayValue or StringValue or IntegerValue && !fitting.Exists(type => Fits(value, type, at)))
        {
            Check(value, fitting[0], at, name);
        }
    }

    private void CheckLiteral(StringValue text, List<TypeNode> types, SourceSpot at, string? name)
    {
        var literals = types.OfType<LiteralNode>().Select(literal => literal.Text).Order(StringComparer.Ordinal).ToList();
        var isOpen = types.Exists(type => type is StringNode or AnyNode);
        if (literals.Contains(text.Value) || (isOpen && text.Value.Length == 0))
        {
            return;
        }

        var meant = Spelling.Suggest(text.Value, literals);
        var expected = string.Join(" | ", literals.Take(20).Select(literal => $"'{literal}'").Append(literals.Count > 20 ? "…" : "").Append(isOpen ? "string" : "").Where(part => part.Length > 0));
        Report(
            isOpen ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
            meant is null ? Code(name) : "BCP088",
            Sentence(name, expected, $"'{text.Value}'") + (meant is null ? "" : $" Did you mean \"'{meant}'\"?"),
            at,
            name ?? "");
    }

    private static string Code(string? name) => name switch { null => "BCP033", Item => "BCP034", _ => "BCP036" };

    private static string Sentence(string? name, string expected, string actual) => name switch
    {
        null => $"Expected a value of type \"{expected}\" but the provided value is of type \"{actual}\".",
        Item => $"The enclosing array expected an item of type \"{expected}\", but the provided item was of type \"{actual}\".",
        _ => $"The property \"{name}\" expected a value of type \"{expected}\" but the provided value is of type \"{actual}\".",
    };

    private static bool Fits(BicepValue value, TypeNode type, SourceSpot at)
    {
        var fits = true;
        new TypeChecker(diagnostic => fits &= diagnostic.Severity != DiagnosticSeverity.Error).Check(value, type, at);
        return fits;
    }

    private void CheckText(string text, StringNode node, SourceSpot at)
    {
        CheckLength(text.Length, node.MinLength, node.MaxLength, at);
        if (node.Pattern is null)
        {
            return;
        }

        try
        {
            if (!Regex.IsMatch(text, node.Pattern, RegexOptions.CultureInvariant, PatternLimit))
            {
                Report(DiagnosticSeverity.Warning, "BCP416", $"The supplied string '{text}' does not match the expected pattern of /{node.Pattern}/.", at, "");
            }
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern of another dialect, or one too costly for this text, says nothing about it.
        }
    }

    private void CheckNumber(long number, IntegerNode node, SourceSpot at)
    {
        if (number > node.Maximum)
        {
            Report(DiagnosticSeverity.Error, "BCP327", $"The provided value (which will always be greater than or equal to {number}) is too large to assign to a target for which the maximum allowable value is {node.Maximum}.", at, "");
        }
        else if (number < node.Minimum)
        {
            Report(DiagnosticSeverity.Error, "BCP328", $"The provided value (which will always be less than or equal to {number}) is too small to assign to a target for which the minimum allowable value is {node.Minimum}.", at, "");
        }
    }

    private void CheckLength(int length, long? minimum, long? maximum, SourceSpot at)
    {
        if (length > maximum)
        {
            Report(DiagnosticSeverity.Error, "BCP332", $"The provided value (whose length will always be greater than or equal to {length}) is too long to assign to a target for which the maximum allowable length is {maximum}.", at, "");
        }
        else if (length < minimum)
        {
            Report(DiagnosticSeverity.Error, "BCP333", $"The provided value (whose length will always be less than or equal to {length}) is too short to assign to a target for which the minimum allowable length is {minimum}.", at, "");
        }
    }

    /// <summary>Whether the kind of a value is that of a type, not looking within.</summary>
    private static bool Accepts(BicepValue value, TypeNode type) => (type, value) switch
    {
        (AnyNode, _) or (_, DecimalValue) => true,
        (UnionNode union, _) => Shapes.Flatten(union).Any(element => Accepts(value, element)),
        (LiteralNode literal, StringValue text) => literal.Text == text.Value,
        (BooleanLiteralNode literal, BooleanValue boolean) => literal.Value == boolean.Value,
        (IntegerLiteralNode literal, IntegerValue number) => literal.Value == number.Value,
        (NullNode, _) => value.IsNull || value is { IsSymbolic: true, TypeName: "any" },
        (_, ReferenceValue) => Shapes.Kind(type) is "object" or "any",
        _ => value.TypeName == "any" || value.TypeName == Shapes.Kind(type),
    };

    private void Mismatch(BicepValue value, TypeNode type, SourceSpot at, string? name)
    {
        Report(
            DiagnosticSeverity.Error,
            Code(name),
            Sentence(name, TypeNames.Of(type), ValueTypes.Of(value)),
            at,
            name ?? "");
    }

    private void Report(DiagnosticSeverity severity, string code, string message, SourceSpot at, string name) =>
        report(new Diagnostic(severity, code, message, at.Path, at.Line, at.Column, name.Length) { IsOfTypeData = Body is not null });
}
