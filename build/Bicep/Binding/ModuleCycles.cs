namespace Frostline.Bicep.Binding;

/// <summary>Files that name each other in a circle are errors where they do, and are not followed there.</summary>
internal static class ModuleCycles
{
    public static void Report(List<FileModel> models)
    {
        var circles = DependencyPath.Circles(models, model => model.Links.Select(link => link.Target));
        foreach (var (model, circle) in circles)
        {
            var on = circle.Nodes.ToHashSet();
            foreach (var (target, at) in model.Links.Where(link => on.Contains(link.Target)))
            {
                model.Error(
                    circle.Count == 1 ? "BCP094" : "BCP095",
                    circle.Count == 1
                        ? "This module references itself, which is not allowed."
                        : $"The file is involved in a cycle ({DependencyPath.Describe(circle, file => file.File.Path)}).",
                    at);
                foreach (var module in model.Modules.Where(module => module.Target == target))
                {
                    module.Target = null;
                }

                model.Using = model.Using == target ? null : model.Using;
                model.Extends = model.Extends == target ? null : model.Extends;
            }
        }
    }
}
