namespace Frostline.Delivery.Settings;

/// <summary>What must fit together across values.</summary>
internal sealed class SettingsRules(PipelineSettings settings, SettingsErrors errors)
{
    private readonly IReadOnlyDictionary<string, ServiceSettings> services = settings.Services ?? new Dictionary<string, ServiceSettings>();
    private readonly IReadOnlyDictionary<string, EnvironmentSettings> environments = settings.Environments ?? new Dictionary<string, EnvironmentSettings>();

    public void Check()
    {
        NotEmpty();
        foreach (var (name, service) in services)
            Service($"services.{name}", service);
        Unique("app", service => service.App);
        Unique("image", service => service.Image);
        NoCircle();
        if (settings.Database is { Project: not null } database)
            Project("database.project", database.Project);
        if (settings.Images.Signing is { PublicKey: { } key } && !File.Exists(Path.Combine(settings.Root, key)))
            errors.Add("images.signing.publicKey", key, "does not exist", "Give the file of the public key, relative to the repository.");
        if (settings.Images.Architectures.Count == 0)
            errors.Add("images.architectures", null, "is empty", "Name at least one, or leave it out.");
        Folders("tests.services", settings.Tests.Services);
        Folders("tests.pipeline", settings.Tests.Pipeline);
        foreach (var (name, environment) in environments)
            Environment($"environments.{name}", environment);
    }

    private void NotEmpty()
    {
        if (settings.Services is { Count: 0 })
            errors.Add("services", null, "is empty", "Name at least one service.");
        if (settings.Environments is { Count: 0 })
            errors.Add("environments", null, "is empty", "Name at least one environment.");
    }

    private void Service(string path, ServiceSettings service)
    {
        if (service.Project is not null)
            Project($"{path}.project", service.Project);
        foreach (var (variable, value) in service.EnvironmentVariables)
            Variable($"{path}.environmentVariables.{variable}", variable, value, secret: false, path);
        foreach (var (variable, value) in service.Secrets)
        {
            Variable($"{path}.secrets.{variable}", variable, value, secret: true, path);
            if (service.EnvironmentVariables.ContainsKey(variable))
                errors.Add($"{path}.secrets.{variable}", null, "is given as environment variable too", "Keep one of them: the platform refuses duplicates without a word.");
        }

        for (var index = 0; index < service.Smoke.Count; index++)
            Known($"{path}.smoke[{index}].contains", service.Smoke[index].Contains ?? "", [Placeholders.Version, Placeholders.Commit, Placeholders.Environment]);
    }

    private void Variable(string path, string variable, string value, bool secret, string servicePath)
    {
        if (variable.StartsWith("FROSTLINE_", StringComparison.OrdinalIgnoreCase))
            errors.Add(path, null, "is set by the pipeline", "Choose another name: names that start with FROSTLINE_ are taken.");
        if (secret && !Placeholders.In(value).Any())
            errors.Add(path, null, "holds a value that is not a placeholder", "Give a placeholder such as ${database.connectionString}: this file is no place for secrets.");
        if (!secret && Placeholders.In(value).Contains(Placeholders.ConnectionString))
            errors.Add(path, value, "would show a secret", $"Move it to {servicePath}.secrets.");
        if (settings.Database is null && Placeholders.In(value).Contains(Placeholders.ConnectionString))
            errors.Add(path, value, "names a database, but there is none", "Add 'database', or remove the placeholder.");
        Known(path, value, [
            Placeholders.ConnectionString, Placeholders.Version, Placeholders.Commit, Placeholders.Environment, .. services.Keys.Select(Placeholders.ServiceUrl)]);
    }

    private void Known(string path, string value, string[] known)
    {
        foreach (var unknown in Placeholders.In(value).Except(known))
            errors.Add(path, $"${{{unknown}}}", "is not a placeholder that is known here", Nearest.Remedy(unknown, known));
    }

    private void Unique(string member, Func<ServiceSettings, string?> value)
    {
        foreach (var same in services.Values.Where(service => value(service) is not null).GroupBy(value).Where(group => group.Count() > 1))
        {
            foreach (var service in same.Skip(1))
                errors.Add($"services.{service.Name}.{member}", same.Key, $"is taken by services.{same.First().Name}", "Give each service its own.");
        }
    }

    private void NoCircle()
    {
        try
        {
            ServiceOrder.Of(settings with { Services = services });
        }
        catch (DeliveryException error)
        {
            errors.Add("services", null, error.Message, "Remove one of the addresses: a new address is known only once its app exists.");
        }
    }

    private void Project(string path, string project)
    {
        var folder = Path.Combine(settings.Root, project);
        if (!Directory.Exists(folder))
            errors.Add(path, project, "does not exist", "Give the folder of a project, relative to the repository.");
        else if (Directory.GetFiles(folder, "*.csproj").Length != 1)
            errors.Add(path, project, "is not the folder of one project", "Give a folder that holds exactly one .csproj file.");
    }

    private void Folders(string path, IReadOnlyList<string> patterns)
    {
        for (var index = 0; index < patterns.Count; index++)
        {
            if (!patterns[index].Contains('*', StringComparison.Ordinal) && patterns[index].Length > 0)
                Project($"{path}[{index}]", patterns[index]);
        }
    }

    private void Environment(string path, EnvironmentSettings environment)
    {
        var (minimum, maximum) = (environment.Replicas.Minimum, environment.Replicas.Maximum);
        if (minimum > maximum && !errors.Has($"{path}.replicas.minimum") && !errors.Has($"{path}.replicas.maximum"))
            errors.Add($"{path}.replicas.minimum", $"{minimum}", $"is more than the maximum, {maximum}", "Lower the minimum or raise the maximum.");
        if (environment.Rollout.Steps is { } steps)
            Steps($"{path}.rollout.steps", steps);
    }

    private void Steps(string path, IReadOnlyList<StepSettings> steps)
    {
        const string remedy = "Give weights from 1 to 100, in rising order.";
        for (var index = 1; index < steps.Count; index++)
        {
            if (steps[index].Weight <= steps[index - 1].Weight && !errors.Has($"{path}[{index}].weight") && !errors.Has($"{path}[{index - 1}].weight"))
                errors.Add($"{path}[{index}].weight", $"{steps[index].Weight}", $"does not rise above {steps[index - 1].Weight}", remedy);
        }

        if (steps.Count == 0)
            errors.Add(path, null, "is empty", "Leave it out, or end with a weight of 100.");
        else if (steps[^1].Weight != 100)
            errors.Add($"{path}[{steps.Count - 1}].weight", $"{steps[^1].Weight}", "is not 100", "End with 100: a release gets all traffic or none.");
    }
}
