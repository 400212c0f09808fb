namespace Frostline.Delivery.Settings;

/// <summary>Collects mistakes; a place that is wrong once is not judged again.</summary>
internal sealed class SettingsErrors
{
    private readonly List<SettingsError> errors = [];

    public IReadOnlyList<SettingsError> All => errors;

    public bool Has(string path) => errors.Any(error => error.Path == path);

    public void Add(string path, string? value, string problem, string remedy)
    {
        if (!Has(path))
            errors.Add(new(path, value, problem, remedy));
    }
}
