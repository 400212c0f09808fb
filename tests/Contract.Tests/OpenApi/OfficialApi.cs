using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace Contract.Tests.OpenApi;

/// <summary>The official OpenAPI of what Delivery calls, when it is beside the checkout; it is not part of this repository.</summary>
internal sealed class OfficialApi
{
    private static readonly string[] Files =
    [
        "app/resource-manager/Microsoft.App/stable/2024-03-01/ContainerApps.json",
        "app/resource-manager/Microsoft.App/stable/2024-03-01/ContainerAppsRevisions.json",
        "app/resource-manager/Microsoft.App/stable/2024-03-01/ManagedEnvironments.json",
        "resources/resource-manager/Microsoft.Resources/stable/2024-03-01/resources.json",
    ];

    /// <summary>Calls that the files at hand do not have, and that are known to go unchecked. A new one is to be added here, or it fails the run.</summary>
    public static IReadOnlyList<string> Without { get; } =
    [
        "GET Microsoft.App/locations/containerappOperationStatuses",
        "GET Microsoft.App/locations/containerappOperationResults",
        "GET Microsoft.App/containerApps/revisions/replicas/containers/logstream",
        "GET Microsoft.Insights/metrics",
        "GET Microsoft.Resources/deployments/operationStatuses",
        "GET Microsoft.ContainerRegistry/registries",
        "GET Microsoft.DBforPostgreSQL/flexibleServers",
        "GET Microsoft.DBforPostgreSQL/flexibleServers/databases",
    ];

    private readonly List<OfficialOperation> operations = [];

    private OfficialApi(string folder)
    {
        foreach (var file in Files)
        {
            var document = SchemaFile.Read(Path.Combine(folder, file));
            // Paths for resources of whatever type say nothing of any.
            foreach (var (path, methods) in document.Root["paths"]!.AsObject().Where(path => !path.Key.Contains("{resourceProviderNamespace}", StringComparison.Ordinal) && path.Key != "/{resourceId}"))
            {
                foreach (var (method, operation) in methods!.AsObject().Where(pair => pair.Key is "get" or "put" or "patch" or "post" or "delete" or "head"))
                    operations.Add(new OfficialOperation(method.ToUpperInvariant(), path, Pattern(path), document, operation!.AsObject()));
            }
        }
    }

    /// <summary>Where the files are looked for: in <c>shared/reference/specs</c> beside the checkout or a folder above it.</summary>
    public static string? Folder { get; } = Find();

    public static OfficialApi? TryRead() => Folder is null ? null : new OfficialApi(Folder);

    /// <summary>What the call is officially; null for one the files do not have. The path with the fewest places to fill in is the one.</summary>
    public OfficialOperation? Find(string method, string path) => operations
        .Where(operation => operation.Method == method && operation.Pattern.IsMatch(path))
        .MinBy(operation => operation.Path.Count(letter => letter == '{'));

    private static Regex Pattern(string path) => new(
        $"^{Regex.Replace(Regex.Escape(path), @"\\\{([^}]+)}", place => place.Groups[1].Value == "scope" ? ".+" : "[^/]+")}$".Replace("^/.+", "^.+", StringComparison.Ordinal),
        RegexOptions.IgnoreCase);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(Checkout.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var specifications = Path.Combine(folder.FullName, "shared", "reference", "specs");
            if (Directory.Exists(specifications))
            {
                return Directory.GetDirectories(specifications, "azure-rest-api-specs-*").Select(found => Path.Combine(found, "specification"))
                    .FirstOrDefault(found => Files.All(file => File.Exists(Path.Combine(found, file))));
            }
        }

        return null;
    }
}

/// <summary>One operation of the official files.</summary>
internal sealed record OfficialOperation(string Method, string Path, Regex Pattern, SchemaFile File, JsonObject Content)
{
    /// <summary>What in an exchange is not as the files say.</summary>
    public IEnumerable<string> Check(Exchange exchange) => CheckRequest(exchange).Concat(CheckAnswer(exchange)).Select(fault => $"{Method} {exchange.Path}: {fault}");

    private IEnumerable<string> CheckRequest(Exchange exchange)
    {
        var parameters = (Content["parameters"] as JsonArray ?? []).Select(parameter => File.Resolve(parameter!.AsObject())).ToList();
        foreach (var missing in parameters.Where(parameter => Place(parameter.Node) == "query" && Flag(parameter.Node, "required")).Select(parameter => Name(parameter.Node)))
        {
            if (!exchange.Query.Contains(missing, StringComparer.OrdinalIgnoreCase))
                yield return $"query parameter '{missing}' is missing";
        }

        var body = parameters.FirstOrDefault(parameter => Place(parameter.Node) == "body");
        if (body.Node is null)
        {
            if (exchange.Asked is not null)
                yield return "a body was sent, and none is due";
            yield break;
        }

        // A patch names what it changes and nothing else, whatever the schema requires.
        var check = new SchemaCheck("request") { Partial = Method == "PATCH" };
        if (exchange.Asked is null && Flag(body.Node, "required"))
            yield return "the body is missing";
        else if (exchange.Asked is not null)
            foreach (var fault in check.Run(body.File, body.Node["schema"]!.AsObject(), exchange.Asked))
                yield return fault;
    }

    private IEnumerable<string> CheckAnswer(Exchange exchange)
    {
        var responses = Content["responses"]!.AsObject();
        var response = responses[exchange.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] ?? (exchange.Status >= 400 ? responses["default"] : null);
        if (response is null)
            return [$"status {exchange.Status} is not one of {string.Join(", ", responses.Select(known => known.Key))}"];

        var (file, found) = File.Resolve(response.AsObject());
        if (found["schema"] is not JsonObject schema)
            return [];
        return exchange.Answered is null ? ["the answer has no body"] : new SchemaCheck("answer").Run(file, schema, exchange.Answered);
    }

    private static string? Place(JsonObject parameter) => parameter["in"]?.GetValue<string>();

    private static string Name(JsonObject parameter) => parameter["name"]!.GetValue<string>();

    private static bool Flag(JsonObject node, string name) => node[name]?.GetValue<bool>() == true;
}
