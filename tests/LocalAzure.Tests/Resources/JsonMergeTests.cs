using System.Text.Json;
using LocalAzure.Resources;

namespace LocalAzure.Tests.Resources;

public sealed class JsonMergeTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":null}}""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":[9]}""", """{"a":[9]}""")]
    [InlineData("""{"a":1}""", """{"a":{"b":2}}""", """{"a":{"b":2}}""")]
    [InlineData("""{"Name":1}""", """{"name":2}""", """{"Name":2}""")]
    public void Apply_MergesObjectsAndReplacesAllElse(string target, string patch, string merged) =>
        JsonMerge.Apply(Json(target), Json(patch)).GetRawText().ShouldBe(merged);

    [Fact]
    public void WithoutNulls_RemovesThemAtEveryDepth() =>
        JsonMerge.WithoutNulls(Json("""{"a":null,"b":[{"c":null,"d":1}]}""")).GetRawText().ShouldBe("""{"b":[{"d":1}]}""");

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
