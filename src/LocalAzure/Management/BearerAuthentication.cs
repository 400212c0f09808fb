using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>Only who can read the token file may call; a log stream also opens for the short-lived token of its app.</summary>
internal sealed class BearerAuthentication(RequestDelegate next, LocalAzureOptions options, LogTokens logTokens)
{
    public Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
        if (Secret.Matches(options.Token, token) || logTokens.Opens(context.Request.Path, token))
            return next(context);

        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw token is null
            ? new ArmException(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
            : new ArmException(401, "InvalidAuthenticationToken", "The access token is invalid.");
    }
}
