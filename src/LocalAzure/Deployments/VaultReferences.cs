using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>Key Vault is not run here; secrets that a deployment put into one are kept, and read where a template refers to them.</summary>
internal static class VaultReferences
{
    public const string SecretType = "Microsoft.KeyVault/vaults/secrets";

    /// <summary>The body with a value for every secret of the app that is given by its address in a vault.</summary>
    public static JsonObject Resolve(JsonObject body, LocalAzureState state)
    {
        var resolved = (JsonObject)body.DeepClone();
        foreach (var secret in (Values.At(resolved, "properties", "configuration", "secrets") as JsonArray ?? []).OfType<JsonObject>())
        {
            if (secret["value"] is null && Values.IsText(secret["keyVaultUrl"], out var address))
            {
                secret["value"] = Find(state, address) ?? throw ArmException.BadRequest(
                    "ContainerAppSecretInvalid", $"Invalid secret '{secret["name"]}': unable to get a value from Key Vault at '{address}'. Deploy the secret to LocalAzure first.");
            }
        }

        return resolved;
    }

    /// <summary>The value of a secret parameter that is given as a reference to a vault.</summary>
    public static string? Find(LocalAzureState state, string vaultId, string name) =>
        state.Inert.GetValueOrDefault($"{vaultId}/secrets/{name}".ToLowerInvariant())?.Secret;

    private static string? Find(LocalAzureState state, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Segments is not ["/", "secrets/", var name, ..])
            return null;

        var path = $"/vaults/{uri.Host.Split('.')[0]}/secrets/{name.TrimEnd('/')}";
        return state.Inert.Values.FirstOrDefault(resource => resource.Type.Is(SecretType) && resource.Id.EndsWith(path, StringComparison.OrdinalIgnoreCase))?.Secret;
    }
}
