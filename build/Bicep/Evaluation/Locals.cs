using Frostline.Bicep.Binding;

namespace Frostline.Bicep.Evaluation;

/// <summary>Variables of the loops, lambdas and functions around an expression, innermost first.</summary>
internal sealed record Locals(LocalSymbol Symbol, BicepValue Value, Locals? Outer)
{
    public static BicepValue? Find(Locals? locals, LocalSymbol symbol)
    {
        for (; locals is not null; locals = locals.Outer)
        {
            if (locals.Symbol == symbol)
            {
                return locals.Value;
            }
        }

        return null;
    }
}
