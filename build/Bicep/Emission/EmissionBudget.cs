using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Emission;

/// <summary>Bounds how many templates one template may hold, and how deep: ten files that use each other twice are a thousand.</summary>
internal sealed class EmissionBudget
{
    private const int MaximumTemplates = 2000;
    private const int MaximumDepth = 40;
    private int _templates;
    private int _depth;

    public void Take()
    {
        if (++_templates > MaximumTemplates)
        {
            throw new EvaluationLimitException($"The template would hold more than {MaximumTemplates} nested deployments.");
        }
    }

    public void Enter()
    {
        if (++_depth > MaximumDepth)
        {
            throw new EvaluationLimitException($"Modules are nested more than {MaximumDepth} deep.");
        }
    }

    public void Leave() => _depth--;
}
