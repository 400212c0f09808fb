using Azure.Core;

namespace Frostline.Delivery.Platforms;

/// <summary>Signs in with the content of a file that only its owner can read.</summary>
internal sealed class FileToken(string path, TimeProvider clock) : TokenCredential
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(Read(path), clock.GetUtcNow() + Lifetime);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));

    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"{path}: cannot be read ({error.Message}) Run as the user who started LocalAzure.", error);
        }
    }
}
