using Frostline.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Images.Tests.Registries;

/// <summary>A registry that sends its clients to a token server first, as Azure's and GitHub's do.</summary>
public sealed class TokenRegistryTests : IAsyncLifetime
{
    private static readonly string Digest = $"sha256:{new string('a', 64)}";
    private readonly List<string> _tokenRequests = [];
    private WebApplication _app = null!;
    private string _realm = "";
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/token", (HttpContext http) =>
        {
            _tokenRequests.Add($"{http.Request.Query["service"]} {http.Request.Query["scope"]} {http.Request.Headers.Authorization}");
            return Results.Json(new { access_token = "letmein", expires_in = 300 });
        });
        _app.MapPost("/oauth2/exchange", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            _tokenRequests.Add($"{form["grant_type"]} {form["service"]} {form["access_token"]}");
            return form["access_token"] == "of entra" ? Results.Json(new { refresh_token = "refresh" }) : Results.Unauthorized();
        });
        _app.Map("/v2/{**path}", (HttpContext http) =>
        {
            if (http.Request.Headers.Authorization == "Bearer letmein")
            {
                http.Response.Headers["Docker-Content-Digest"] = Digest;
                return Results.Ok();
            }

            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{_realm}\",service=\"the.registry\",scope=\"ignored\"";
            return Results.Unauthorized();
        });
        await _app.StartAsync();
        var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        _address = address.Authority;
        _realm = new Uri(address, "/token").ToString();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Resolve_FetchesOneTokenForTheRepositoryAndUsesItAgain()
    {
        using var client = new RegistryClient(_address, new RegistryCredentials("ada", new RegistryPassword("secret")));

        (await client.ResolveAsync("coffeetracker/api", "1", CancellationToken.None)).ShouldBe(Digest);
        (await client.ResolveAsync("coffeetracker/api", "2", CancellationToken.None)).ShouldBe(Digest);

        _tokenRequests.ShouldBe([$"the.registry repository:coffeetracker/api:pull Basic {Convert.ToBase64String("ada:secret"u8)}"]);
    }

    [Fact]
    public async Task SignIn_ToAzure_ExchangesTheTokenAndSignsInWithTheRefreshToken()
    {
        var credentials = await AzureRegistry.SignInAsync(_address, new RegistryPassword("of entra"), CancellationToken.None);
        using var client = new RegistryClient(_address, credentials);

        (await client.ResolveAsync("coffeetracker/api", "1", CancellationToken.None)).ShouldBe(Digest);

        _tokenRequests.ShouldBe([
            $"access_token {_address} of entra",
            $"the.registry repository:coffeetracker/api:pull Basic {Convert.ToBase64String("00000000-0000-0000-0000-000000000000:refresh"u8)}"]);
    }

    [Fact]
    public async Task SignIn_ToAzureWithAForeignToken_IsRefusedAndTellsNoToken()
    {
        var error = await Should.ThrowAsync<RegistryException>(() => AzureRegistry.SignInAsync(_address, new RegistryPassword("of nobody"), CancellationToken.None));

        error.Message.ShouldEndWith("Give credentials this registry knows.");
        error.ToString().ShouldNotContain("of nobody");
    }

    [Fact]
    public async Task Resolve_WhenTheTokenServerIsReachedInClearText_SendsNoSecret()
    {
        _realm = "http://198.51.100.7/token";
        using var client = new RegistryClient(_address, new RegistryCredentials("ada", new RegistryPassword("secret")));

        var error = await Should.ThrowAsync<RegistryException>(() => client.ResolveAsync("coffeetracker/api", "1", CancellationToken.None));

        error.Message.ShouldBe("The registry asks for a token from 'http://198.51.100.7/token', which is not an https address. No secret is sent there.");
    }
}
