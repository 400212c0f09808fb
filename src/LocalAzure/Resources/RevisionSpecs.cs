using LocalAzure.Revisions;

namespace LocalAzure.Resources;

/// <summary>From a revision as it was asked for to what is needed to run it.</summary>
internal static class RevisionSpecs
{
    public static RevisionSpec Build(LocalAzureState state, ContainerApp app, Revision revision)
    {
        var asked = AskedApp.Read(app.Document);
        var template = AskedTemplate.Read(new JsonField(revision.Template, "template"));
        return new RevisionSpec
        {
            Name = revision.Key,
            App = app.Id.Name,
            Environment = HostNames.Environment(state, app).Id.Name,
            Fqdn = HostNames.Revision(state, app, revision.Name),
            Containers = [.. template.Containers.Select(container => Build(container, app))],
            TargetPort = asked.Ingress?.TargetPort,
            MinReplicas = template.MinReplicas ?? 0,
            MaxReplicas = template.MaxReplicas,
            TerminationGracePeriod = TimeSpan.FromSeconds(template.TerminationGracePeriodSeconds),
        };
    }

    private static ContainerSpec Build(AskedContainer container, ContainerApp app) => new()
    {
        Name = container.Name!,
        Image = container.Image!,
        Command = container.Command,
        Arguments = container.Arguments,
        Environment = container.Environment.ToDictionary(
            variable => variable.Name,
            variable => variable.SecretRef is { } secret ? app.Secrets.GetValueOrDefault(secret, "") : variable.Value ?? ""),
        Probes = container.Probes,
    };
}
