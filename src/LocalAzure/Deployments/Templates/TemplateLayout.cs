using System.Text.Json;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Resources;

namespace LocalAzure.Deployments.Templates;

/// <summary>Turns the resources of a template into those a deployment is about: loops unrolled, names and ids known, each with what it waits for.</summary>
internal static class TemplateLayout
{
    private const int MostResources = 800;

    /// <exception cref="DeploymentException">InvalidTemplate.</exception>
    public static TemplateFrame Lay(Template template, FrameSettings settings)
    {
        var frame = Try(template, "parameters", () => new TemplateFrame(template, settings));
        lock (frame.Gate)
        {
            frame.Planned = [.. template.Resources.SelectMany(resource => Unroll(frame, resource))];
            if (frame.Planned.Count > MostResources)
                throw template.Invalid($"The template has {frame.Planned.Count} resources with the turns of its loops. At most {MostResources} are allowed", "resources");

            if (frame.Planned.GroupBy(planned => planned.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count(planned => planned is { Existing: false, Deployed: true }) > 1) is { } twice)
                throw template.Invalid($"The resource '{twice.Key}' is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details", twice.Last().Source.Path);

            DependencyGraph.Connect(frame);
        }

        return frame;
    }

    public static T Try<T>(Template template, string path, Func<T> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (ExpressionException e) when (e is not NotYetKnownException)
        {
            throw template.Invalid(e.Message.TrimEnd('.'), path);
        }
    }

    private static List<PlannedResource> Unroll(TemplateFrame frame, TemplateResource resource)
    {
        var evaluation = new Evaluation(frame);
        if (resource.Loop is not { } loop)
            return [Plan(frame, resource, evaluation, null)];

        var name = loop.At("name").AsText()
            ?? throw frame.Template.Invalid($"The copy loop of resource '{resource.Symbol ?? resource.Text("name")}' has no name", resource.Path);
        if (!loop.Has("count"))
            throw frame.Template.Invalid($"The copy loop '{name}' has no count", resource.Path);

        var count = Try(frame.Template, resource.Path, () => TemplateTree.Count(loop, evaluation));
        return [.. Enumerable.Range(0, count).Select(index => Plan(frame, resource, evaluation with { Loops = evaluation.Loops.Add(new Loop(name, index)) }, name))];
    }

    private static PlannedResource Plan(TemplateFrame frame, TemplateResource resource, Evaluation evaluation, string? loop)
    {
        var template = frame.Template;
        var name = Try(template, resource.Path, () => Name(resource, evaluation));
        if (name.Length == 0 || name.Split('/').Any(part => part.Length == 0) || name.Split('/').Length != resource.Type.Split('/').Length - 1)
        {
            throw template.Invalid($"The template resource '{name}' for type '{resource.Type}'{(loop is null ? "" : $" of loop '{loop}'")} has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. "
                + "A root resource type must have segment length one greater than its resource name. Please see https://aka.ms/arm-syntax-resources for usage details", resource.Path);
        }

        var scope = Try(template, resource.Path, () => Scope(frame, resource, evaluation));
        var extended = Try(template, resource.Path, () => Text(resource, "scope", evaluation));
        return new PlannedResource
        {
            Source = resource,
            Key = (resource.Symbol ?? resource.Path) + (loop is null ? "" : $"[{evaluation.Loops[^1].Index}]"),
            Evaluation = evaluation,
            Name = name,
            Id = extended is null ? scope.PathOf(resource.Type, name) : DeploymentScope.PathOf(Extended(template, scope, resource, extended), resource.Type, name),
            Scope = scope,
            Deployed = Try(template, resource.Path, () => Condition(resource, evaluation)),
            LoopName = loop,
        };
    }

    private static string Name(TemplateResource resource, Evaluation evaluation)
    {
        var own = Text(resource, "name", evaluation) ?? throw new ExpressionException($"The name of resource '{resource.Symbol ?? resource.Path}' is not a string.");
        return resource.Parent is null ? own : $"{Name(resource.Parent, evaluation)}/{own}";
    }

    private static bool Condition(TemplateResource resource, Evaluation evaluation)
    {
        var condition = resource.Part("condition");
        if (condition.ValueKind == JsonValueKind.Undefined)
            return true;

        return Values.TryFlag(TemplateTree.Evaluate(condition, evaluation), out var flag)
            ? flag
            : throw new ExpressionException($"The condition of resource '{resource.Symbol ?? resource.Text("name")}' is not a Boolean.");
    }

    private static DeploymentScope Scope(TemplateFrame frame, TemplateResource resource, Evaluation evaluation)
    {
        var subscription = Text(resource, "subscriptionId", evaluation);
        var group = Text(resource, "resourceGroup", evaluation);
        if (subscription is null && group is null)
            return frame.Scope;

        return new DeploymentScope(subscription ?? frame.Scope.Subscription, group);
    }

    /// <summary>The resource an extension resource belongs to, given by its id or as type and name.</summary>
    private static string Extended(Template template, DeploymentScope scope, TemplateResource resource, string extended)
    {
        if (extended.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
            return extended;

        var parts = extended.Trim('/').Split('/');
        if (extended == "/" || parts.Length < 3 || parts.Length % 2 == 0)
            throw template.Invalid($"The scope '{extended}' of resource '{resource.Symbol ?? resource.Text("name")}' is not one LocalAzure has: give a resource, or a resource group or subscription", resource.Path);

        // Microsoft.X/types/name/children/name: types and names take turns.
        var type = string.Join('/', parts.Where((_, index) => index == 0 || index % 2 == 1));
        var name = string.Join('/', parts.Where((_, index) => index > 0 && index % 2 == 0));
        return scope.PathOf(type, name);
    }

    private static string? Text(TemplateResource resource, string part, Evaluation evaluation)
    {
        var given = resource.Part(part);
        if (given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;

        return Values.IsText(TemplateTree.Evaluate(given, evaluation), out var text) ? text : throw new ExpressionException($"'{part}' of resource '{resource.Symbol ?? resource.Path}' is not a string.");
    }
}
