using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using static LocalAzure.Tests.Deployments.Deploying;

namespace LocalAzure.Tests.Deployments;

public sealed class ValidatingDeployments(CallingTheManagementApi.OneInstance instance) : IClassFixture<CallingTheManagementApi.OneInstance>
{
    private const string Thing = """{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","properties":{}}""";
    private readonly LocalAzureUnderTest azure = instance.Azure;

    [Fact]
    public async Task Validate_OfAGoodTemplate_ListsItsResourcesAndMakesNone()
    {
        var template = Template($"[{Thing}]", """{"secret":{"type":"securestring"},"open":{"type":"int","defaultValue":7}}""");

        using var response = await azure.PostAsync("v", "validate", Body(template, """{"secret":{"value":"hush"}}"""));

        ((int)response.StatusCode).ShouldBe(200);
        var properties = (await response.ReadAsync())["properties"]!;
        properties["validatedResources"]![0]!.Text("id").ShouldBe($"{LocalAzureUnderTest.Group}/providers/A.B/c/x");
        properties["parameters"]!.ToJsonString().ShouldBe("""{"secret":{"type":"SecureString"},"open":{"type":"Int","value":7}}""");
        ((int)(await azure.SendAsync(HttpMethod.Get, $"{LocalAzureUnderTest.Group}/providers/A.B/c/x")).StatusCode).ShouldBe(404);
    }

    [Theory]
    [InlineData("""[{"type":"A.B/c","name":"x"}]""", "{}", "{}", "has no 'apiVersion' at line '1' and column '")]
    [InlineData("""[{"type":"A.B/c/d","apiVersion":"2024-01-01","name":"x"}]""", "{}", "{}", "has incorrect segment lengths")]
    [InlineData("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","dependsOn":["nothing"]}]""", "{}", "{}", "The resource 'nothing' is not defined in the template")]
    [InlineData("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"a","dependsOn":["b"]},{"type":"A.B/c","apiVersion":"2024-01-01","name":"b","dependsOn":["a"]}]""", "{}", "{}", "Circular dependency detected on resource")]
    [InlineData("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"a"},{"type":"A.B/c","apiVersion":"2024-01-01","name":"A"}]""", "{}", "{}", "is defined multiple times in a template")]
    [InlineData("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"[variables('gone')]"}]""", "{}", "{}", "The template variable 'gone' is not found")]
    [InlineData("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","wrong":1}]""", "{}", "{}", "has a member 'wrong' that is not known")]
    [InlineData("[]", """{"p":{"type":"string"}}""", "{}", "The value for the template parameter 'p' is not provided")]
    [InlineData("[]", """{"p":{"type":"int"}}""", """{"p":{"value":"text"}}""", "Expected a value of type 'Int', but received a value of type 'String'")]
    [InlineData("[]", """{"p":{"type":"string","allowedValues":["a","b"]}}""", """{"p":{"value":"c"}}""", "The value 'c' is not part of the allowed value(s): 'a,b'")]
    [InlineData("[]", """{"p":{"type":"securestring","allowedValues":["a","b"]}}""", """{"p":{"value":"hush"}}""", "The value '*******' is not part of the allowed value(s)")]
    [InlineData("[]", """{"p":{"type":"int","maxValue":3}}""", """{"p":{"value":4}}""", "4 is more than the maximum 3")]
    [InlineData("[]", """{"p":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}""", """{"p":{"value":{"a":"x","b":1}}}""", "The property 'b' is not known")]
    [InlineData("[]", """{"p":{"type":"object","properties":{"a":{"type":"string"}}}}""", """{"p":{"value":{}}}""", "The property 'a' is required")]
    [InlineData("[]", "{}", """{"p":{"value":1}}""", "not present in the original template")]
    public async Task Validate_OfAWrongTemplate_IsInvalidTemplate(string resources, string parameters, string given, string part)
    {
        var (status, code, message) = await azure.PostAsync("v", "validate", Body(Template(resources, parameters), given)).ErrorAsync();

        (status, code).ShouldBe((400, "InvalidTemplate"));
        message.ShouldContain(part);
    }

    [Fact]
    public async Task Validate_OfWhatAProviderRefuses_HasInnerErrors()
    {
        var app = App("Not_A_Name");
        app["apiVersion"] = "1999-01-01";

        using var response = await azure.PostAsync("v", "validate", Body(Template(new JsonArray(app).ToJsonString())));

        ((int)response.StatusCode).ShouldBe(400);
        var error = (await response.ReadAsync())["error"]!;
        error.Text("code").ShouldBe("InvalidTemplateDeployment");
        error["details"]!.AsArray().Select(detail => detail!.Text("code")).ShouldBe(["NoRegisteredProviderFound", "ContainerAppInvalidName"]);
    }

    [Theory]
    [InlineData("""{"mode":"Complete","template":{}}""", "DeploymentModeNotSupported")]
    [InlineData("""{"mode":"Incremental","templateLink":{"uri":"https://example.com/x.json"}}""", "DeploymentLinkNotSupported")]
    [InlineData("""{"mode":"Incremental"}""", "InvalidRequestContent")]
    public async Task Put_OfWhatIsNotServed_SaysSo(string properties, string code)
    {
        var (status, given, _) = await azure.SendAsync(HttpMethod.Put, Path("v"), $$"""{"properties":{{properties}} }""", ApiVersion).ErrorAsync();

        (status, given).ShouldBe((400, code));
    }

    [Fact]
    public async Task Put_ToAGroupThatIsNotThere_IsNotFound()
    {
        var (status, code, _) = await azure.SendAsync(HttpMethod.Put, Path("v", "/subscriptions/sub/resourceGroups/nowhere"), Body(Template("[]")).ToJsonString(), ApiVersion).ErrorAsync();

        (status, code).ShouldBe((404, "ResourceGroupNotFound"));
    }

    [Fact]
    public async Task ErrorInALongTemplate_TellsItsLine()
    {
        var body = Body(Template($"[{Thing},{Thing.Replace("\"apiVersion\":\"2024-01-01\",", "", StringComparison.Ordinal)}]")).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        var line = body.Split('\n').TakeWhile((_, index) => !body.Split('\n')[..index].Any(text => text.Contains("\"name\": \"x\"", StringComparison.Ordinal))).Count();

        var (_, _, message) = await azure.SendAsync(HttpMethod.Post, $"{Path("v")}/validate", body, ApiVersion).ErrorAsync();

        message.ShouldContain($"at line '{line + 3}' and column '9'");
    }
}
