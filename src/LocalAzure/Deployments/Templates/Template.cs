using System.Text.Json;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>A template as it is written, read once into its parts. Nothing in it is evaluated yet.</summary>
internal sealed class Template
{
    private const int MostResources = 800;
    private static readonly string[] KnownParts =
        ["$schema", "languageVersion", "contentVersion", "apiProfile", "metadata", "definitions", "functions", "parameters", "variables", "resources", "outputs", "imports", "extensions"];

    private readonly TemplatePositions? positions;

    /// <exception cref="DeploymentException">InvalidTemplate.</exception>
    public Template(JsonElement json, TemplatePositions? positions)
    {
        this.positions = positions;
        if (json.ValueKind != JsonValueKind.Object)
            throw DeploymentException.InvalidTemplate("the template must be a JSON object");

        Json = json;
        foreach (var property in json.EnumerateObject().Where(property => !KnownParts.Contains(property.Name, StringComparer.OrdinalIgnoreCase)))
            throw Invalid($"The template has a member '{property.Name}' that is not known. Known are: {string.Join(", ", KnownParts)}", property.Name);

        foreach (var due in new[] { "contentVersion", "resources" })
        {
            if (Part(due).ValueKind == JsonValueKind.Undefined)
                throw Invalid($"The template has no '{due}', which is required", "");
        }

        var version = Part("languageVersion");
        Symbolic = version.AsText()?.StartsWith("2.", StringComparison.Ordinal) == true;
        Definitions = Members("definitions");
        Parameters = Members("parameters");
        Outputs = Members("outputs");
        Functions = ReadFunctions();
        Resources = ReadResources();
    }

    public JsonElement Json { get; }

    /// <summary>Language version 2: resources have symbolic names.</summary>
    public bool Symbolic { get; }

    public IReadOnlyDictionary<string, JsonElement> Definitions { get; }

    public IReadOnlyDictionary<string, JsonElement> Parameters { get; }

    public IReadOnlyDictionary<string, JsonElement> Outputs { get; }

    public IReadOnlyDictionary<string, UserFunction> Functions { get; }

    /// <summary>Children that stand inside their parents are listed after them.</summary>
    public IReadOnlyList<TemplateResource> Resources { get; }

    /// <summary>The template without white space.</summary>
    public string Text => JsonSerializer.Serialize(Json, Values.Compact);

    public JsonElement Part(string name) => Json.At(name);

    public DeploymentException Invalid(string why, string path)
    {
        var position = positions?.Describe(path) ?? "";
        return DeploymentException.InvalidTemplate(position.Length > 0 ? $"{why}{position}" : why, path.Length > 0 ? path : null);
    }

    private Dictionary<string, JsonElement> Members(string name)
    {
        var part = Part(name);
        if (part.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return [];

        if (part.ValueKind != JsonValueKind.Object)
            throw Invalid($"'{name}' must be an object", name);

        var members = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in part.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Object)
                throw Invalid($"'{name}.{member.Name}' must be an object", $"{name}.{member.Name}");
            if (!members.TryAdd(member.Name, member.Value))
                throw Invalid($"'{name}.{member.Name}' is defined more than once", $"{name}.{member.Name}");
        }

        return members;
    }

    private Dictionary<string, UserFunction> ReadFunctions()
    {
        var functions = new Dictionary<string, UserFunction>(StringComparer.OrdinalIgnoreCase);
        var part = Part("functions");
        if (part.ValueKind != JsonValueKind.Array)
            return functions;

        foreach (var space in part.EnumerateArray())
        {
            if (space.At("namespace").AsText() is not { } name || space.At("members") is not { ValueKind: JsonValueKind.Object } members)
                throw Invalid("'functions' must be an array of objects with 'namespace' and 'members'", "functions");

            foreach (var member in members.EnumerateObject())
            {
                var parameters = member.Value.At("parameters") is { ValueKind: JsonValueKind.Array } given
                    ? given.EnumerateArray().Select(parameter => parameter.At("name").AsText() ?? throw Invalid($"A parameter of function '{name}.{member.Name}' has no name", "functions")).ToList()
                    : [];
                if (parameters.Distinct(StringComparer.OrdinalIgnoreCase).Count() < parameters.Count)
                    throw Invalid($"The function '{name}.{member.Name}' has two parameters of one name", "functions");

                var value = member.Value.At("output").At("value");
                if (value.ValueKind == JsonValueKind.Undefined)
                    throw Invalid($"The function '{name}.{member.Name}' has no output value", "functions");

                functions[$"{name}.{member.Name}"] = new UserFunction(parameters, value);
            }
        }

        return functions;
    }

    private List<TemplateResource> ReadResources()
    {
        var resources = new List<TemplateResource>();
        foreach (var (resource, path, symbol) in Entries(Part("resources"), "resources"))
            Add(resources, new TemplateResource(resource, path, symbol, null));

        return resources.Count <= MostResources
            ? resources
            : throw Invalid($"The template has {resources.Count} resources. At most {MostResources} are allowed", "resources");
    }

    private void Add(List<TemplateResource> resources, TemplateResource resource)
    {
        resource.Check(this);
        resources.Add(resource);
        var children = resource.Part("resources");
        if (children.ValueKind == JsonValueKind.Undefined || resource.Type.Is(ResourceTypes.Deployments))
            return;

        foreach (var (child, path, symbol) in Entries(children, $"{resource.Path}.resources"))
            Add(resources, new TemplateResource(child, path, symbol, resource));
    }

    private IEnumerable<(JsonElement Json, string Path, string? Symbol)> Entries(JsonElement resources, string path) => resources.ValueKind switch
    {
        JsonValueKind.Array when !Symbolic => resources.EnumerateArray().Select((item, index) => (item, $"{path}[{index}]", (string?)null)),
        JsonValueKind.Object when Symbolic => resources.EnumerateObject().Select(item => (item.Value, $"{path}.{item.Name}", (string?)item.Name)),
        _ => throw Invalid(Symbolic ? "'resources' must be an object in language version 2" : "'resources' must be an array", path),
    };
}
