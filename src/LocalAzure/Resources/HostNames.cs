namespace LocalAzure.Resources;

/// <summary>Under which host names apps, revisions and labels answer.</summary>
internal static class HostNames
{
    public static ManagedEnvironment Environment(LocalAzureState state, ContainerApp app) =>
        state.Environments[AskedApp.Read(app.Document).EnvironmentId!.ToLowerInvariant()];

    public static string App(LocalAzureState state, ContainerApp app) => $"{app.Id.Name}.{Domain(state, app)}";

    public static string Revision(LocalAzureState state, ContainerApp app, string revision) => $"{revision}.{Domain(state, app)}";

    public static string Label(LocalAzureState state, ContainerApp app, string label) => $"{app.Id.Name}---{label}.{Domain(state, app)}";

    private static string Domain(LocalAzureState state, ContainerApp app)
    {
        var domain = Environment(state, app).DefaultDomain;
        return AskedApp.Read(app.Document).Ingress is { External: false } ? $"internal.{domain}" : domain;
    }
}
