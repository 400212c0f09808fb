using Cake.Core;

namespace Frostline.Pipeline.Provisioning;

/// <summary>What <c>readEnvironmentVariable()</c> reads in parameter files: the same variables that the official compiler would see.</summary>
internal static class Variables
{
    public static IReadOnlyDictionary<string, string> Of(ICakeEnvironment environment) =>
        new Dictionary<string, string>(environment.GetEnvironmentVariables(), StringComparer.Ordinal);
}
