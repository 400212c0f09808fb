namespace Frostline.Bicep.Binding;

/// <summary>Files that name each other in a circle are errors where they do, and are not followed there.</summary>
internal static class ModuleCycles
{
    public static void Report(List<FileModel> models)
    {
        foreach (var model in models)
        {
            foreach (var (target, at) in model.Links.Where(link => link.Target == model))
            {
                model.Error("BCP094", "This module references itself, which is not allowed.", at);
                Cut(model, target);
            }
        }

        var circles = DependencyPath.Circles(models, model => model.Links.Select(link => link.Target).Where(target => target != model));
        foreach (var (model, circle) in circles)
        {
            var on = circle.Nodes.ToHashSet();
            foreach (var (target, at) in model.Links.Where(link => link.Target != model && on.Contains(link.Target)))
            {
                model.Error("BCP095", $"The file is involved in a cycle ({DependencyPath.Describe(circle.Needed, file => file.File.Path)}).", at);
                Cut(model, target);
            }
        }
    }

    private static void Cut(FileModel model, FileModel target)
    {
        foreach (var module in model.Modules.Where(module => module.Target == target))
        {
            module.Target = null;
        }

        model.Using = model.Using == target ? null : model.Using;
        model.Extends = model.Extends == target ? null : model.Extends;
    }
}
