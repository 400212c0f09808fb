namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>All functions of the language by name; names count with their case.</summary>
internal static class StandardLibrary
{
    private static readonly Dictionary<string, FunctionInfo> ByName = new[]
        {
            StringFunctions.All, CollectionFunctions.All, DateFunctions.All, CidrFunctions.All, FileFunctions.All, ScopeFunctions.All,
        }
        .SelectMany(functions => functions).ToDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The function of that name; every <c>list…</c> is one, since resource providers name their own.</summary>
    public static FunctionInfo? Find(string name) =>
        ByName.TryGetValue(name, out var function) ? function
        : IsListFunction(name) ? new FunctionInfo(name, 2, 3, "any", FunctionKind.Secret, null) { IsAzure = true }
        : null;

    public static bool IsListFunction(string name) => name.Length > 4 && name.StartsWith("list", StringComparison.Ordinal) && char.IsAsciiLetterUpper(name[4]);
}
