using Azure.Core;
using Azure.Identity;
using Frostline.Delivery;
using Frostline.Delivery.Platforms;
using Frostline.Images;

namespace Frostline.Pipeline.Packing;

/// <summary>How this run signs in to registries: as the platform says, as <c>docker login</c> did, or with the identity that Azure gives it.</summary>
internal sealed class RegistrySignIn(BuildContext context)
{
    /// <returns>Null for a registry that lets anybody in.</returns>
    public async Task<RegistryCredentials?> ObtainAsync(RegistryAccess access) => access is { User: { } user, Password: { } password }
        ? new(user, new RegistryPassword(password.Reveal()))
        : await FindAsync(access.Server, context.Cancellation);

    /// <summary>For a registry that is not the platform's own.</summary>
    public async Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellation)
    {
        var folder = context.Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        if (await DockerCredentials.FindAsync(Path.Combine(folder, "config.json"), registry, cancellation) is { } known)
            return known;
        return AzureRegistry.Is(registry) ? await ExchangeAsync(registry, cancellation) : null;
    }

    private static async Task<RegistryCredentials> ExchangeAsync(string registry, CancellationToken cancellation)
    {
        try
        {
            var token = await new DefaultAzureCredential().GetTokenAsync(new TokenRequestContext([AzureRegistry.Scope]), cancellation);
            return await AzureRegistry.SignInAsync(registry, new RegistryPassword(token.Token), cancellation);
        }
        catch (AuthenticationFailedException error)
        {
            throw new DeliveryException($"{registry}: nobody is signed in to Azure: {error.Message.Split('\n')[0]} Sign in with 'az login', or with 'docker login {registry}'.", error);
        }
    }
}
