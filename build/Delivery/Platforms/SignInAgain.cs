using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;

namespace Frostline.Delivery.Platforms;

/// <summary>Signs in anew when the platform takes the token no more, once for each request: a long bake outlives the token it began with.</summary>
/// <param name="credential">Gives the tokens.</param>
/// <param name="environment">The only host that gets one.</param>
internal sealed class SignInAgain(TokenCredential credential, ArmEnvironment environment) : HttpPipelinePolicy
{
    private TokenRequestContext Request => new([$"{environment.Audience}/.default"]);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (!IsRefused(message))
            return;
        message.Response.Dispose();
        SetToken(message, await credential.GetTokenAsync(Request, message.CancellationToken));
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        if (!IsRefused(message))
            return;
        message.Response.Dispose();
        SetToken(message, credential.GetToken(Request, message.CancellationToken));
        ProcessNext(message, pipeline);
    }

    private bool IsRefused(HttpMessage message) => message.Response.Status == 401 && message.Request.Uri.Host == environment.Endpoint.Host;

    private static void SetToken(HttpMessage message, AccessToken token) => message.Request.Headers.SetValue("Authorization", $"Bearer {token.Token}");
}
