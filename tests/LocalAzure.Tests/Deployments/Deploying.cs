using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using Testing;

namespace LocalAzure.Tests.Deployments;

/// <summary>What tests of deployments send and read.</summary>
internal static class Deploying
{
    public const string ApiVersion = "2024-03-01";

    public static string Path(string name, string scope = LocalAzureUnderTest.Group) => $"{scope}/providers/Microsoft.Resources/deployments/{name}";

    /// <summary>A template in language version 1 with its resources, parameters, variables and outputs.</summary>
    public static JsonObject Template(string resources, string parameters = "{}", string variables = "{}", string outputs = "{}") => JsonNode.Parse($$"""
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          {{(resources.TrimStart().StartsWith('{') ? "\"languageVersion\": \"2.0\"," : "")}}
          "contentVersion": "1.0.0.0",
          "parameters": {{parameters}},
          "variables": {{variables}},
          "resources": {{resources}},
          "outputs": {{outputs}}
        }
        """)!.AsObject();

    public static JsonObject Body(JsonNode template, string? parameters = null) => new()
    {
        ["properties"] = new JsonObject { ["mode"] = "Incremental", ["template"] = template.DeepClone(), ["parameters"] = parameters is null ? null : JsonNode.Parse(parameters) },
    };

    /// <summary>A container app as a resource of a template.</summary>
    public static JsonObject App(string name, string? suffix = null)
    {
        var app = LocalAzureUnderTest.Body(suffix);
        app["type"] = "Microsoft.App/containerApps";
        app["apiVersion"] = "2025-01-01";
        app["name"] = name;
        return app;
    }

    public static Task<HttpResponseMessage> PostAsync(this LocalAzureUnderTest azure, string name, string action, JsonNode body) =>
        azure.SendAsync(HttpMethod.Post, $"{Path(name)}/{action}", body.ToJsonString(), ApiVersion);

    public static async Task<JsonNode> ReadAsync(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>Sends a deployment and waits for its end.</summary>
    public static async Task<JsonNode> RunAsync(this LocalAzureUnderTest azure, string name, JsonNode body, string scope = LocalAzureUnderTest.Group)
    {
        using var response = await azure.SendAsync(HttpMethod.Put, Path(name, scope), body.ToJsonString(), ApiVersion);
        ((int)response.StatusCode).ShouldBeOneOf([200, 201], await response.Content.ReadAsStringAsync());
        var address = response.Headers.GetValues("Azure-AsyncOperation").Single();
        await Eventually.Is(
            async () => (await azure.Client.GetFromJsonAsync<JsonNode>(address))!["status"]!.GetValue<string>() is not ("Accepted" or "Running"));
        return await azure.GetAsync(Path(name, scope));
    }

    public static async Task<JsonNode> SucceedAsync(this LocalAzureUnderTest azure, string name, JsonNode body, string scope = LocalAzureUnderTest.Group)
    {
        var deployment = await azure.RunAsync(name, body, scope);
        deployment["properties"]!["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded", deployment["properties"]!["error"]?.ToJsonString());
        return deployment;
    }

    public static async Task<IReadOnlyDictionary<string, JsonNode>> OperationsAsync(this LocalAzureUnderTest azure, string name) =>
        (await azure.GetAsync($"{Path(name)}/operations"))["value"]!.AsArray()
            .Where(operation => operation!["properties"]!["targetResource"] is not null)
            .ToDictionary(operation => operation!["properties"]!["targetResource"]!["resourceName"]!.GetValue<string>(), operation => operation!["properties"]!);

    public static string Text(this JsonNode node, string name) => node[name]!.GetValue<string>();
}
