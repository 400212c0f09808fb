using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>What is read of values, by a name, a text or an index.</summary>
internal sealed partial class ExpressionEvaluation
{
    private BicepValue Property(PropertyAccessSyntax access, Locals? locals)
    {
        var name = access.Name.Text;
        if (access.Receiver is VariableSyntax variable && file.Model.SymbolOf(variable) is WildcardSymbol wildcard)
        {
            return wildcard.Target?.Names.GetValueOrDefault(name) is DeclaredSymbol { IsExported: true } exported
                ? Session.Library(wildcard.Target, file.Scope).ValueOf(exported)
                : throw new EvaluationException($"The imported file does not export \"{name}\".", "BCP360");
        }

        if (access.Receiver is VariableSyntax place && file.Model.SymbolOf(place) is NamespaceSymbol { Name: "az" or "sys" } known && !access.Name.IsMissing)
        {
            throw Missing(known.Name, name, known.Name == "sys" ? ["array", "bool", "int", "object", "string"] : [], access.Name);
        }

        var receiver = Evaluate(access.Receiver, locals);
        if (receiver.IsBroken && (receiver.IsSymbolic || receiver[name] is not { IsBroken: false }))
        {
            return SymbolicValue.Broken(TextOf(access));
        }

        if (receiver.IsNull && IsBorne(access.Receiver))
        {
            return receiver;
        }

        return access.Name.IsMissing ? SymbolicValue.Broken(TextOf(access)) : Member(receiver, name, new Access(access, access.Receiver, access.Name, access.IsSafe));
    }

    private BicepValue Member(BicepValue receiver, string name, Access access) => receiver switch
    {
        ResourceValue when name is "dependsOn" or "scope" or "parent" => throw WriteOnly(((ResourceValue)receiver).Instance.Symbol.Type, name, access.Name),
        ModuleValue when name is "params" or "scope" or "dependsOn" => throw WriteOnly("module", name, access.Name),
        ResourceValue resource => ResourceMembers.Of(resource, name, Session.Types) switch
        {
            null => throw Missing(resource.Instance.Symbol.Type, name, ResourceMembers.Names, access.Name, isOfTypeData: true),
            { IsBroken: true } => new SymbolicValue($"{receiver}.{name}"),
            var value => value,
        },
        ModuleValue module => OfModule(module, name, access.Name),
        SymbolicValue { TypeName: "any" or "object" } symbolic => Symbolic(symbolic, name, access),
        ObjectValue members => members[name] ?? (access.IsSafe || (!Session.IsAbstract && IsBorne(access.Receiver)) || members["..."] is not null ? Absent(members, name) : throw Missing(access.Receiver is PropertyAccessSyntax { Name.Text: "outputs" } ? "outputs" : "object", name, members.Members.Select(member => member.Name), access.Name)),
        NullValue when access.IsSafe => receiver,
        _ => throw new EvaluationException($"Cannot access properties of type \"{ValueTypes.Of(receiver)}\". An \"object\" type is required.", "BCP055") { At = access.Name },
    };

    private static EvaluationException WriteOnly(string type, string name, SyntaxElement at) =>
        new($"The property \"{name}\" on type \"{type}\" is write-only. Write-only properties cannot be accessed.", "BCP077") { At = at };

    private static BicepValue Absent(ObjectValue members, string name) =>
        members["..."] is { } rest ? new SymbolicValue($"{rest}.{name}", rest.ContainsSecret) : BicepValue.Null;

    private static EvaluationException Missing(string type, string name, IEnumerable<string> names, SyntaxElement at, bool isOfTypeData = false)
    {
        var known = names.ToList();
        var meant = Spelling.Suggest(name, known);
        var (code, more) = known.Count == 0 ? ("BCP052", "")
            : meant is not null ? ("BCP083", $" Did you mean \"{meant}\"?")
            : ("BCP053", known.Count < MostNames ? $" Available properties include \"{string.Join("\", \"", known.Order(StringComparer.OrdinalIgnoreCase))}\"." : "");
        return new EvaluationException($"The type \"{type}\" does not contain property \"{name}\".{more}", code) { At = at, IsOfTypeData = isOfTypeData };
    }

    private SymbolicValue Symbolic(SymbolicValue receiver, string name, Access access)
    {
        if (Session.IsAbstract && Shapes.IsNullable(receiver.Shape) && !access.IsSafe && access.Receiver is not (PropertyAccessSyntax { IsSafe: true } or ArrayAccessSyntax { IsSafe: true }))
        {
            var at = TextSpan.Between(access.Receiver.Span.End, access.Whole.Span.End);
            Session.Report(DiagnosticSeverity.Warning, "BCP318", $"The value of type \"{TypeNames.Of(receiver.Shape!)}\" may be null at the start of the deployment, which would cause this access expression (and the overall deployment with it) to fail.", file.Model, at);
        }

        var (shape, isKnown) = Shapes.Member(Shapes.WithoutNull(receiver.Shape), name);
        if (!isKnown)
        {
            var names = Shapes.Names(Shapes.WithoutNull(receiver.Shape)).ToList();
            var error = Missing("object", name, names, access.Name);
            Session.Report(DiagnosticSeverity.Warning, error.Code, error.Message, file.Model, access.Name.Span);
        }

        var way = access.Whole is ArrayAccessSyntax ? $"{(access.IsSafe ? "[?" : "[")}{new StringValue(name)}]" : $"{(access.IsSafe ? ".?" : ".")}{name}";
        return new SymbolicValue($"{receiver}{way}", receiver.IsSecret) { Shape = shape, Kind = Shapes.Kind(shape), MayBeMissing = access.IsSafe || receiver.MayBeMissing };
    }

    private static BicepValue OfModule(ModuleValue module, string name, SyntaxElement at) => name switch
    {
        "name" => module.Instance.Name,
        "outputs" => new ModuleOutputs(module.Instance).Value,
        _ => throw Missing("module", name, ["name", "outputs"], at),
    };

    /// <summary>Whether a chain has a safe access already, which ends all of it where there is nothing.</summary>
    private static bool IsBorne(ExpressionSyntax receiver) => receiver switch
    {
        PropertyAccessSyntax access => access.IsSafe || IsBorne(access.Receiver),
        ArrayAccessSyntax access => access.IsSafe || IsBorne(access.Receiver),
        _ => false,
    };

    /// <summary>A read of a property, by its name or by a text.</summary>
    private readonly record struct Access(SyntaxNode Whole, ExpressionSyntax Receiver, SyntaxElement Name, bool IsSafe);

    private BicepValue Item(ArrayAccessSyntax access, Locals? locals)
    {
        var receiver = Evaluate(access.Receiver, locals);
        var index = Evaluate(access.Index, locals);
        if (receiver.IsBroken || index.IsBroken)
        {
            return SymbolicValue.Broken(TextOf(access));
        }

        if (receiver.IsNull && IsBorne(access.Receiver))
        {
            return receiver;
        }

        if (index is StringValue { Value: var key } && receiver is ResourceValue or ModuleValue or ObjectValue or SymbolicValue { TypeName: "object" } or SymbolicValue { TypeName: "any", Shape: ObjectNode or DiscriminatedNode } && !access.FromEnd)
        {
            return Member(receiver, key, new Access(access, access.Receiver, access.Index, access.IsSafe));
        }

        if (Session.IsAbstract)
        {
            CheckIndex(receiver.TypeName, index.TypeName, access);
        }

        switch (receiver, index)
        {
            case (NullValue, _) when access.IsSafe:
                return receiver;
            case ({ IsSymbolic: true }, _) or (_, { IsSymbolic: true }):
                var shape = receiver is SymbolicValue { Shape: ArrayNode array } ? array.Item.Node : null;
                return new SymbolicValue($"{receiver}{(access.IsSafe ? "[?" : "[")}{index}]", receiver.ContainsSecret) { Shape = shape, Kind = Shapes.Kind(shape) };
            case (ArrayValue items, IntegerValue position):
                if (items.Items is [{ Value: ReferenceValue reference }] && reference.Text.EndsWith("[*]", StringComparison.Ordinal))
                {
                    return reference;
                }

                var at = access.FromEnd ? items.Items.Count - position.Value : position.Value;
                return at >= 0 && at < items.Items.Count ? items.Items[(int)at].Value
                    : access.IsSafe || (!Session.IsAbstract && IsBorne(access.Receiver)) ? BicepValue.Null
                    : Session.IsAbstract && file.Model.SymbolOf(access.Receiver) is ResourceSymbol or ModuleSymbol ? new SymbolicValue($"{receiver}[{index}]")
                    : throw Outside(items, position.Value, access);
            case (ArrayValue, _):
                throw new EvaluationException($"Indexing over arrays requires an index of type \"int\" but the provided index was of type \"{index.TypeName}\".", "BCP074");
            case (ObjectValue, _):
                throw new EvaluationException($"Indexing over objects requires an index of type \"string\" but the provided index was of type \"{index.TypeName}\".", "BCP075");
            default:
                throw new EvaluationException($"Cannot index over expression of type \"{receiver.TypeName}\". Arrays or objects are required.", "BCP076");
        }
    }

    private static EvaluationException Outside(ArrayValue items, long index, ArrayAccessSyntax access) =>
        new($"The provided index value of \"{index}\" is not valid for type \"{ValueTypes.Of(items)}\".{(items.Items.Count > 0 ? $" Indexes for this type must be between 0 and {items.Items.Count - 1}." : "")}", "BCP311") { At = access.Index };

    private static void CheckIndex(string receiver, string index, ArrayAccessSyntax access)
    {
        if (access.FromEnd && (receiver is "object" || index is "string"))
        {
            throw receiver is "object"
                ? new EvaluationException("The \"^\" indexing operator cannot be used on base expressions of type \"object\".", "BCP414") { At = access.Index }
                : new EvaluationException("The \"^\" indexing operator cannot be used with index expressions of type \"string\".", "BCP415") { At = access.Index };
        }

        switch (receiver, index)
        {
            case ("any", not ("string" or "int" or "any")):
                throw new EvaluationException($"The array index must be of type \"string\" or \"int\" but the provided index was of type \"{index}\".", "BCP049") { At = access.Index };
            case ("array", not ("int" or "any")):
                throw new EvaluationException($"Indexing over arrays requires an index of type \"int\" but the provided index was of type \"{index}\".", "BCP074") { At = access.Index };
            case ("object" or "resource" or "module", not ("string" or "any")):
                throw new EvaluationException($"Indexing over objects requires an index of type \"string\" but the provided index was of type \"{index}\".", "BCP075") { At = access.Index };
            case ("string" or "int" or "bool" or "null", _) when !access.IsSafe || receiver != "null":
                throw new EvaluationException($"Cannot index over expression of type \"{receiver}\". Arrays or objects are required.", "BCP076") { At = access.Receiver };
        }
    }

    private BicepValue Nested(ResourceAccessSyntax access) => file.Model.SymbolOf(access) is { } symbol ? file.ValueOf(symbol) : new SymbolicValue(TextOf(access));
}
