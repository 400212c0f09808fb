using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;
using LocalAzure.State;
using Testing;

namespace LocalAzure.Tests.Deployments;

/// <summary>Whatever somebody sends is a plan or a refusal with words, never an error of ours.</summary>
public sealed class DamagedTemplates
{
    private const int Damages = 1500;

    [Fact]
    public void Plan_OfATemplateWithOnePartReplaced_IsMadeOrRefused()
    {
        using var folder = new TemporaryFolder("templates");
        using var store = new StateStore(System.IO.Path.Combine(folder.Path, "state.json"));
        var whole = Whole().ToJsonString();
        var random = new Random(7);
        var refused = 0;
        for (var turn = 0; turn < Damages; turn++)
        {
            var body = JsonNode.Parse(whole)!;
            var damage = Damage(body, random);
            try
            {
                var request = DeploymentRequest.Read(new DeploymentScope("sub", "rg"), "d", JsonSerializer.SerializeToElement(body));
                DeploymentPlan.Make(request, new OneGroup(), store, DateTimeOffset.UnixEpoch).Writes.ShouldNotBeNull();
            }
            catch (Exception e) when (e is DeploymentException or ArmException)
            {
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{damage}: {e.Message}", e);
            }
        }

        refused.ShouldBeInRange(Damages / 10, Damages - 1);
    }

    /// <summary>Replaces, renames or removes one part.</summary>
    private static string Damage(JsonNode body, Random random)
    {
        var places = Places(body).ToList();
        var place = places[random.Next(places.Count)];
        JsonNode?[] other = [null, true, -1, 1.5, "", "[", "[]", "[parameters('n')]", "[reference('env')]", "[concat(", new JsonArray(), new JsonObject(), new JsonArray(1, "x"), "[json('{')]", "[copyIndex()]"];
        var replacement = other[random.Next(other.Length)]?.DeepClone();
        var described = $"{place.GetPath()} := {replacement?.ToJsonString() ?? "null"}";
        if (place.Parent is JsonArray items)
            items[place.GetElementIndex()] = replacement;
        else if (place.Parent is JsonObject properties)
        {
            var name = place.GetPropertyName();
            properties.Remove(name);
            if (random.Next(4) > 0)
                properties[random.Next(5) == 0 ? name + "x" : name] = replacement;
        }

        return described;
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node)
    {
        var children = node switch
        {
            JsonObject properties => properties.Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Places(child).Prepend(child));
    }

    private static JsonObject Whole()
    {
        var module = Deploying.Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"m","properties":{"v":"[parameters('v')]"}}]""", """{"v":{"type":"string"}}""", outputs: """{"o":{"type":"string","value":"[parameters('v')]"}}""");
        var template = Deploying.Template(
            $$"""
            {
              "env":{"type":"Microsoft.App/managedEnvironments","apiVersion":"2025-01-01","name":"env","location":"[resourceGroup().location]","properties":{"x":"[variables('list')[0]]"} },
              "app":{{Deploying.App("api", "v1").ToJsonString()}},
              "old":{"existing":true,"type":"A.B/c","apiVersion":"2024-01-01","name":"old"},
              "many":{"copy":{"name":"many","count":"[parameters('n')]","mode":"serial","batchSize":2},"condition":"[not(equals(parameters('n'), 9))]","type":"A.B/c/d","apiVersion":"2024-01-01","name":"[format('p/{0}', copyIndex())]","scope":"[format('Microsoft.App/managedEnvironments/{0}', 'env')]",
                "dependsOn":["env","module"],"tags":{"[parameters('tag')]":"x"},"properties":{"copy":[{"name":"inner","count":2,"input":"[contoso.twice(copyIndex('inner'))]"}],"o":"[reference('module').outputs.o.value]"} },
              "module":{"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"module","properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},"parameters":{"v":{"value":"[reference('env').defaultDomain]"} },"template":{{module.ToJsonString()}} } }
            }
            """,
            """{"n":{"type":"int","minValue":1,"defaultValue":3},"tag":{"$ref":"#/definitions/tag"},"shape":{"type":"object","discriminator":{"propertyName":"kind","mapping":{"a":{"$ref":"#/definitions/a"}}}}}""",
            """{"copy":[{"name":"list","count":2,"input":"[copyIndex('list')]"}],"o":{"a":"[union(createObject('a', 1), parameters('shape'))]"}}""",
            """{"hosts":{"type":"array","copy":{"count":2,"input":"[reference(format('many[{0}]', copyIndex())).o]"}},"v":{"type":"object","value":"[variables('o')]","condition":"[true()]"}}""");
        template["definitions"] = JsonNode.Parse("""{"tag":{"type":"string","minLength":1},"a":{"type":"object","properties":{"kind":{"type":"string","allowedValues":["a"]},"list":{"type":"array","items":{"type":"int"},"nullable":true}},"additionalProperties":false}}""");
        template["functions"] = JsonNode.Parse("""[{"namespace":"contoso","members":{"twice":{"parameters":[{"name":"x","type":"int"}],"output":{"type":"int","value":"[mul(parameters('x'), 2)]"}}}}]""");
        return Deploying.Body(template, """{"tag":{"value":"t"},"shape":{"value":{"kind":"a","list":[1]}}}""");
    }

    private sealed class OneGroup : IResourceWorld
    {
        public JsonObject? Find(string id) => id == "/subscriptions/sub/resourceGroups/rg" ? new JsonObject { ["id"] = id, ["location"] = "westeurope" } : null;

        public JsonNode List(string function, string id) => throw DeploymentException.Refused(404, "ResourceActionNotFound", id);
    }
}
