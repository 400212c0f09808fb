using System.Globalization;
using System.Text.Json.Nodes;
using Frostline.Images.Layers;

namespace Frostline.Images;

/// <summary>The image configuration: how to run it, what it is made of, where it comes from.</summary>
internal static class ConfigurationWriter
{
    /// <summary>The user <c>app</c> of .NET's images, by number so that a platform can see it is not root.</summary>
    private const string UserId = "1654";

    public static byte[] Write(ImageRequest request, BaseImage? @base, IReadOnlyList<Layer> layers)
    {
        var below = @base is null ? null : JsonNode.Parse(@base.Configuration.Span)!.AsObject();
        var created = request.Created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Json.Write(new JsonObject
        {
            ["created"] = created,
            ["architecture"] = below?["architecture"]?.DeepClone() ?? ImageBuilder.DefaultArchitecture,
            ["os"] = below?["os"]?.DeepClone() ?? "linux",
            ["config"] = Run(request, @base, below?["config"] as JsonObject, created),
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = Concat(below?["rootfs"]?["diff_ids"], layers.Select(layer => (JsonNode)layer.DiffId)),
            },
            ["history"] = Concat(below?["history"], layers.Select(layer => new JsonObject { ["created"] = created, ["created_by"] = $"frostline: {layer.Name}" })),
        });
    }

    private static JsonObject Run(ImageRequest request, BaseImage? @base, JsonObject? below, string created) => new()
    {
        ["User"] = UserId,
        ["ExposedPorts"] = new JsonObject { [$"{request.Port}/tcp"] = new JsonObject() },
        ["Env"] = Variables(request, below),
        ["Entrypoint"] = new JsonArray("dotnet", request.EntryAssembly),
        ["WorkingDir"] = "/app",
        ["Labels"] = Labels(request, @base, below, created),
        ["StopSignal"] = "SIGTERM",
    };

    private static JsonArray Variables(ImageRequest request, JsonObject? below)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in below?["Env"]?.AsArray() ?? [])
        {
            var pair = line!.GetValue<string>().Split('=', 2);
            variables[pair[0]] = pair[^1];
        }

        variables["APP_UID"] = UserId;
        variables["ASPNETCORE_HTTP_PORTS"] = request.Port.ToString(CultureInfo.InvariantCulture);
        return new JsonArray([.. variables.Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]);
    }

    private static JsonObject Labels(ImageRequest request, BaseImage? @base, JsonObject? below, string created)
    {
        var labels = new Dictionary<string, string>();
        foreach (var (name, value) in below?["Labels"]?.AsObject() ?? []) labels[name] = value!.GetValue<string>();
        if (@base is not null) foreach (var (name, value) in ManifestWriter.BaseLabels(@base)) labels[name] = value;
        labels["org.opencontainers.image.created"] = created;
        labels["org.opencontainers.image.title"] = request.Repository.Split('/')[^1];
        foreach (var (name, value) in request.Labels) labels[name] = value;
        return Json.Map(labels);
    }

    private static JsonArray Concat(JsonNode? below, IEnumerable<JsonNode> above) =>
        [.. below?.AsArray().Select(node => node?.DeepClone()) ?? [], .. above];
}
