using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>Values of parameters that are given as a reference to a secret in a Key Vault.</summary>
internal static class VaultParameters
{
    public static JsonObject Resolve(JsonObject parameters, LocalAzureState state) => new(parameters.Select(parameter => KeyValuePair.Create(
        parameter.Key,
        parameter.Value is JsonObject holder && holder["reference"] is JsonObject reference ? Resolve(parameter.Key, reference, state) : parameter.Value?.DeepClone())));

    private static JsonObject Resolve(string parameter, JsonObject reference, LocalAzureState state)
    {
        var vault = Values.Text(Values.At(reference, "keyVault", "id"));
        var name = Values.Text(reference["secretName"]);
        return new JsonObject
        {
            ["value"] = VaultReferences.Find(state, vault, name) ?? throw DeploymentException.Refused(
                400, "KeyVaultParameterReferenceNotFound", $"The parameter '{parameter}' refers to the secret '{name}' of key vault '{vault}', which could not be found. Deploy it to LocalAzure first."),
        };
    }
}
