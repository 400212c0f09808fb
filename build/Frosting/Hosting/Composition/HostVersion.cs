using System.Runtime.InteropServices;
using Cake.Core;
using Frostline.Hosting.Output;

namespace Frostline.Hosting.Composition;

internal static class HostVersion
{
    public static string Line => $"Frostline {Of(typeof(HostVersion))} on Cake {Of(typeof(ICakeContext))}";

    public static IEnumerable<string> Details(ConsoleProfile profile) =>
    [
        Line,
        $"Runtime     {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}",
        $"System      {RuntimeInformation.OSDescription}",
        $"Processors  {Environment.ProcessorCount}",
        $"Console     {(profile.Server == BuildServer.None ? "" : $"{profile.Server}, ")}{(profile.Ansi ? "ANSI" : "plain")}",
    ];

    private static string Of(Type type) => type.Assembly.GetName().Version!.ToString(3);
}
