using System.Text.RegularExpressions;

namespace LocalAzure.Resources;

/// <summary>How things may be called.</summary>
internal static partial class NameRules
{
    public const int LongestRevision = 54;
    private const int LongestApp = 32;

    public static void CheckApp(string name)
    {
        if (!IsName(name) || name.Length is < 2 or > LongestApp)
        {
            throw ArmException.BadRequest("ContainerAppInvalidName", $"Invalid ContainerApp name '{name}'. A name must consist of lower case alphanumeric characters or '-', "
                + $"start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must not be more than {LongestApp} characters.");
        }
    }

    public static void CheckRevision(string app, string suffix)
    {
        var name = $"{app}--{suffix}";
        if (!IsName(suffix) || name.Length > LongestRevision)
        {
            throw ArmException.BadRequest("ContainerAppInvalidRevisionName", $"Invalid Revision name '{name}'. A revision suffix must consist of lower case alphanumeric characters or '-', "
                + $"start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length of the whole name must not be more than {LongestRevision} characters.");
        }
    }

    public static void CheckEnvironment(string name)
    {
        if (!IsName(name) || name.Length is < 2 or > 60)
        {
            throw ArmException.BadRequest("ManagedEnvironmentInvalidName", $"Invalid ManagedEnvironment name '{name}'. A name must consist of lower case alphanumeric characters or '-', "
                + "start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must not be more than 60 characters.");
        }
    }

    public static bool IsLabel(string label) => IsName(label) && label.Length <= 63;

    public static bool IsSecret(string name) => Secret().IsMatch(name);

    private static bool IsName(string name) => Name().IsMatch(name) && !name.Contains("--", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z]([a-z0-9-]*[a-z0-9])?\\z")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\\z")]
    private static partial Regex Secret();
}
