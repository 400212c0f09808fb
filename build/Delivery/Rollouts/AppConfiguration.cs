using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>The part of an app that all its revisions share: mode, registry and secrets.</summary>
/// <param name="Service">The service.</param>
/// <param name="Registry">Where its image is.</param>
/// <param name="Resolve">Value of a placeholder, or null.</param>
internal sealed partial record AppConfiguration(ServiceSettings Service, RegistryAccess Registry, Func<string, string?> Resolve)
{
    private const string RegistrySecret = "registry-password";

    /// <summary>Revisions that run no more and that the platform keeps: an old release can run again from its own template.</summary>
    private const int KeptInactive = 3;

    /// <summary>Writes it whole.</summary>
    /// <param name="known">Secrets of the app with their values, which stay.</param>
    public JsonObject Write(JsonArray known)
    {
        var registry = new JsonObject { ["server"] = Registry.Server };
        var own = Service.Secrets.Where(pair => !IsLeftToKeyVault(pair.Key, pair.Value, known))
            .ToDictionary(pair => SecretName(pair.Key), pair => Placeholders.Fill(pair.Value, Resolve));
        if (Registry is { User: { } user, Password: { } password })
        {
            registry["username"] = user;
            registry["passwordSecretRef"] = RegistrySecret;
            own[RegistrySecret] = password.Reveal();
        }
        else
        {
            registry["identity"] = "system-environment";
        }

        var names = known.OfType<JsonObject>().Select(secret => (string?)secret["name"] ?? "").ToHashSet();
        var kept = known.OfType<JsonObject>().Select(secret => own.TryGetValue((string?)secret["name"] ?? "", out var value) ? Written((string)secret["name"]!, value) : Kept(secret));
        var added = own.Where(pair => !names.Contains(pair.Key)).Select(pair => Written(pair.Key, pair.Value));
        return new JsonObject
        {
            ["activeRevisionsMode"] = "Multiple",
            ["maxInactiveRevisions"] = KeptInactive,
            ["registries"] = new JsonArray(registry),
            ["secrets"] = new JsonArray([.. kept, .. added]),
        };
    }

    private static JsonObject Written(string name, string value) => new() { ["name"] = name, ["value"] = value };

    /// <summary>The platform shows the value that a reference leads to; sent back, it would take the reference's place.</summary>
    private static JsonObject Kept(JsonObject secret)
    {
        var copy = (JsonObject)secret.DeepClone();
        if (copy["keyVaultUrl"] is not null)
            copy.Remove("value");
        return copy;
    }

    /// <summary>A secret that this run has no value for, while the app has a reference: there, apps sign in by identity.</summary>
    private bool IsLeftToKeyVault(string variable, string value, JsonArray known) =>
        Placeholders.In(value).Any(placeholder => Resolve(placeholder) is null)
        && known.OfType<JsonObject>().Any(secret => (string?)secret["name"] == SecretName(variable) && secret["keyVaultUrl"] is not null);

    /// <summary>The platform's form of a secret's name: <c>ConnectionStrings__Coffee</c> becomes <c>connectionstrings-coffee</c>.</summary>
    internal static string SecretName(string variable) => NotAllowed().Replace(variable.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAllowed();
}
