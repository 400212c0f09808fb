using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Provisioning;

/// <summary>Values that win over a template's references to Key Vault: where a platform has no identities, the settings' secrets are all there is.</summary>
internal sealed class AppSecrets(PipelineSettings settings, string environment, Secret connection)
{
    /// <summary>Value by name of the secret, by service; those that only a release could fill are left to the rollout.</summary>
    public JsonObject Values() => new(settings.Services.Values.Select(service => KeyValuePair.Create(service.Name, (JsonNode?)Of(service))));

    private JsonObject Of(ServiceSettings service) => new(service.Secrets
        .Where(secret => Placeholders.In(secret.Value).All(placeholder => Resolve(placeholder) is not null))
        .Select(secret => KeyValuePair.Create(AppConfiguration.SecretName(secret.Key), (JsonNode?)Placeholders.Fill(secret.Value, Resolve))));

    private string? Resolve(string placeholder) => placeholder switch
    {
        Placeholders.ConnectionString => connection.Reveal(),
        Placeholders.Environment => environment,
        _ => null,
    };
}
