using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>What a module gives back: known values as they are, others by the name of the output.</summary>
internal sealed class ModuleOutputs(ModuleInstance module)
{
    public BicepValue Value => module.Template is { } template
        ? new ObjectValue(template.Model.Outputs.Select(output => new BicepMember(output.Name, Output(template, output))))
        : new SymbolicValue($"{module.Label}.outputs");

    private BicepValue Output(FileInstance template, Binding.OutputSymbol output)
    {
        if (template.Session.IsAbstract)
        {
            var declared = DeclaredTypes.Of(output).Node;
            return new SymbolicValue($"{module.Label}.outputs.{output.Name}", output.IsSecure) { Kind = Shapes.Kind(declared), Shape = declared };
        }

        var value = template.ValueOf(output);
        return value is SymbolicValue or ReferenceValue || output.IsSecure
            ? new SymbolicValue($"{module.Label}.outputs.{output.Name}", output.IsSecure || value.ContainsSecret) { Kind = value.TypeName, Shape = (value as SymbolicValue)?.Shape }
            : value;
    }
}
