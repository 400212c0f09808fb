using System.Text;

namespace Frostline.Bicep.Plans;

/// <summary>A plan as a tree for people: modules, their resources, and what changes.</summary>
public static class PlanTree
{
    /// <param name="plan">The plan of now.</param>
    /// <param name="changes">Against the accepted one.</param>
    public static string Render(Plan plan, IReadOnlyList<PlanChange> changes)
    {
        var text = new StringBuilder();
        text.Append(plan.Environment).Append(": ").Append(plan.Resources.Count).Append(" resources, ").Append(Summary(changes)).Append('\n');
        var marks = changes.ToLookup(change => change.Resource.Key, StringComparer.Ordinal);
        var deleted = changes.Where(change => change.Kind == PlanChangeKind.Deleted).Select(change => change.Resource);
        var modules = plan.Resources.Concat(deleted).GroupBy(resource => resource.Module).OrderBy(module => module.Key, StringComparer.Ordinal).ToArray();
        foreach (var module in modules)
        {
            var last = ReferenceEquals(module, modules[^1]);
            text.Append(last ? "└─ " : "├─ ").Append(module.Key.Length == 0 ? "(main)" : module.Key).Append('\n');
            Append(text, [.. module.OrderBy(resource => resource.Type, StringComparer.Ordinal).ThenBy(resource => resource.Name, StringComparer.Ordinal)], marks, last ? "   " : "│  ");
        }

        return text.ToString();
    }

    /// <summary>For example <c>2 created, 1 changed</c>; <c>nothing changes</c> when so.</summary>
    public static string Summary(IReadOnlyList<PlanChange> changes) => changes.Count == 0
        ? "nothing changes"
        : string.Join(", ", changes.GroupBy(change => change.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Count()} {kind.Key.ToString().ToLowerInvariant()}"));

    private static void Append(StringBuilder text, PlannedResource[] resources, ILookup<string, PlanChange> marks, string indent)
    {
        for (var i = 0; i < resources.Length; i++)
        {
            var resource = resources[i];
            var last = i == resources.Length - 1;
            var change = marks[resource.Key].FirstOrDefault();
            text.Append(indent).Append(last ? "└─ " : "├─ ").Append(Mark(change?.Kind)).Append(resource.Type).Append(' ').Append(resource.Name);
            text.Append(resource.Condition is { } condition ? $" if {condition}\n" : "\n");
            foreach (var property in change?.Properties ?? [])
            {
                text.Append(indent).Append(last ? "   " : "│  ").Append("     ").Append(property).Append('\n');
            }
        }
    }

    private static string Mark(PlanChangeKind? kind) => kind switch
    {
        PlanChangeKind.Created => "+ ",
        PlanChangeKind.Changed => "~ ",
        PlanChangeKind.Deleted => "- ",
        _ => "",
    };
}
