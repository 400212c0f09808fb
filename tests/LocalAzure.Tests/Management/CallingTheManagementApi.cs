using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LocalAzure.Management;
using static LocalAzure.Tests.Management.LocalAzureUnderTest;

namespace LocalAzure.Tests.Management;

public sealed class CallingTheManagementApi(CallingTheManagementApi.OneInstance instance) : IClassFixture<CallingTheManagementApi.OneInstance>
{
    private readonly LocalAzureUnderTest azure = instance.Azure;

    /// <summary>One instance for all of these: none of them changes what another sees.</summary>
    public sealed class OneInstance : IAsyncLifetime
    {
        internal LocalAzureUnderTest Azure { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Azure = await StartWithEnvironmentAsync();

        public ValueTask DisposeAsync() => Azure.DisposeAsync();
    }

    [Theory]
    [InlineData(null, "AuthenticationFailed")]
    [InlineData("0000", "InvalidAuthenticationToken")]
    public async Task Call_WithoutTheToken_IsUnauthorized(string? token, string code)
    {
        using var client = azure.NewClient();
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var (status, given, _) = await client.GetAsync($"{Group}?api-version=2022-09-01").ErrorAsync();

        (status, given).ShouldBe((401, code));
    }

    [Theory]
    [InlineData("", "MissingApiVersionParameter")]
    [InlineData("?api-version=2019-01-01", "NoRegisteredProviderFound")]
    public async Task Call_WithoutAVersionWeServe_IsRefused(string query, string code)
    {
        var (status, given, _) = await azure.Client.GetAsync(EnvironmentPath + query).ErrorAsync();

        (status, given).ShouldBe((400, code));
    }

    [Fact]
    public async Task Call_OfAnUnknownRoute_IsRefusedInThePlatformsForm()
    {
        var (status, code, _) = await azure.SendAsync(HttpMethod.Get, $"{Group}/providers/Microsoft.App/jobs").ErrorAsync();

        (status, code).ShouldBe((404, "InvalidResourceType"));
    }

    [Fact]
    public async Task Patch_AsMergePatchMediaType_IsUnsupported()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/merge-patch+json");

        var (status, code, _) = await azure.Client.PatchAsync($"{EnvironmentPath}?api-version=2025-01-01", content).ErrorAsync();

        (status, code).ShouldBe((415, "UnsupportedMediaType"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"location":"here","location":"there"}""")]
    [InlineData("[]")]
    public async Task Put_OfMalformedJson_IsRefused(string body)
    {
        var (status, code, _) = await azure.SendAsync(HttpMethod.Put, App("api"), body).ErrorAsync();

        (status, code).ShouldBe((400, "InvalidRequestContent"));
    }

    [Fact]
    public async Task Get_OfAMissingApp_SaysSoInThePlatformsWords()
    {
        var error = await azure.SendAsync(HttpMethod.Get, App("nothing")).ErrorAsync();

        error.ShouldBe((404, "ResourceNotFound", "The Resource 'Microsoft.App/containerApps/nothing' under resource group 'rg' was not found."));
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheStandardHeaders()
    {
        using var response = await azure.SendAsync(HttpMethod.Get, EnvironmentPath);

        response.Headers.Contains("x-ms-request-id").ShouldBeTrue();
        response.Headers.Contains("x-ms-correlation-request-id").ShouldBeTrue();
        response.Headers.Contains("x-ms-ratelimit-remaining-subscription-reads").ShouldBeTrue();
    }

    [Fact]
    public async Task Deletes_FasterThanThePlatformLets_AreThrottled()
    {
        azure.Part<ThrottleSwitch>().IsOff = false;
        List<HttpResponseMessage> answers = [];
        // All at once: one after the other, a busy machine sends no more than the platform lets.
        while (answers.Count < 2000 && answers.TrueForAll(answer => answer.IsSuccessStatusCode))
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => azure.SendAsync(HttpMethod.Delete, App("nothing")))));

        answers.Count(answer => answer.IsSuccessStatusCode).ShouldBeGreaterThanOrEqualTo(200);
        var throttled = answers.First(answer => !answer.IsSuccessStatusCode);
        ((int)throttled.StatusCode).ShouldBe(429);
        throttled.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        throttled.Headers.GetValues("x-ms-ratelimit-remaining-subscription-deletes").ShouldBe(["0"]);
        (await Task.FromResult(throttled).ErrorAsync()).Code.ShouldBe("TooManyRequests");
        (await azure.SendAsync(HttpMethod.Get, EnvironmentPath)).IsSuccessStatusCode.ShouldBeTrue();
        azure.Part<ThrottleSwitch>().IsOff = true;
    }

    [Fact]
    public async Task Provider_TellsItsTypesAndNewestVersionFirst()
    {
        using var response = await azure.SendAsync(HttpMethod.Get, "/subscriptions/sub/providers/Microsoft.App", version: "2022-09-01");

        var types = (await response.Content.ReadFromJsonAsync<JsonNode>())!["resourceTypes"]!.AsArray();
        types.First(type => type!["resourceType"]!.GetValue<string>() == "containerApps")!["apiVersions"]![0]!.GetValue<string>().ShouldBe("2026-01-01");
    }

    [Theory]
    [InlineData("/subscriptions/SUB/providers/Microsoft.App/managedEnvironments")]
    [InlineData("/subscriptions/SUB/resourceGroups/RG/providers/microsoft.app/managedenvironments")]
    public async Task List_WhateverTheCaseOfItsPath_FindsWhatIsThere(string path) =>
        (await azure.GetAsync(path))["value"]!.AsArray().Single()!["name"]!.GetValue<string>().ShouldBe("test");

    [Fact]
    public async Task Environment_HasItsDomainOnThisMachine()
    {
        var properties = (await azure.GetAsync(EnvironmentPath.ToUpperInvariant()))["properties"]!;

        properties["defaultDomain"]!.GetValue<string>().ShouldBe("test.localhost");
        properties["staticIp"]!.GetValue<string>().ShouldBe("127.0.0.1");
        properties["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded");
    }
}
