using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using Testing;

namespace LocalAzure.Tests.Faults;

/// <summary>Calls of the management API that fail on request. One LocalAzure for all; each test has an environment or app of its own.</summary>
public sealed class DisturbingManagement(DisturbedLocalAzure disturbed) : IClassFixture<DisturbedLocalAzure>
{
    private readonly LocalAzureUnderTest azure = disturbed.Azure;

    [Fact]
    public async Task Throttled_AsOftenAsAskedAndOnlyThere_ThenServesAgain()
    {
        await azure.DisturbAsync("test", """{"management":[{"method":"GET","status":429,"retryAfterSeconds":3,"after":1,"count":2}]}""");

        (await StatusAsync()).ShouldBe(200);
        using (var throttled = await azure.SendAsync(HttpMethod.Get, LocalAzureUnderTest.EnvironmentPath))
            throttled.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        (await azure.SendAsync(HttpMethod.Get, LocalAzureUnderTest.Group, version: "2022-09-01")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await azure.SendAsync(HttpMethod.Get, LocalAzureUnderTest.EnvironmentPath).ErrorAsync()).ShouldBe((429, "TooManyRequests", "The request is being throttled."));
        (await StatusAsync()).ShouldBe(200);

        (await azure.GetAsync("/localazure/faults/test"))["taken"]!["management"]!.ToJsonString().ShouldBe("[2]");
        await azure.SendAsync(HttpMethod.Delete, "/localazure/faults/test");
        (await azure.SendAsync(HttpMethod.Get, "/localazure/faults/test").ErrorAsync()).ShouldBe((404, "FaultProfileNotFound", "Nothing is wrong with 'test'."));
    }

    [Theory]
    [InlineData(401, "ExpiredAuthenticationToken")]
    [InlineData(409, "ContainerAppOperationInProgress")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task Answer_HasThePlatformsCode_AndTheCallChangedNothing(int status, string code)
    {
        var marked = $"marked-{status}";
        await azure.DisturbAsync("test", $$"""{"management":[{"method":"write","body":"\"{{marked}}\"","status":{{status}},"count":1}]}""");

        (await WriteTagsAsync($"other-{status}")).ShouldBeOneOf([200, 202]);
        using var refused = await SendTagsAsync(marked);

        ((int)refused.StatusCode).ShouldBe(status);
        (await refused.Content.ReadAsStringAsync()).ShouldContain($"\"{code}\"");
        (await TagsAsync()).ShouldNotContain(marked);
        (await WriteTagsAsync(marked)).ShouldBeOneOf([200, 202]);
    }

    [Theory]
    [InlineData("before", false)]
    [InlineData("after", true)]
    public async Task DroppedConnection_LosesTheCallOrOnlyItsAnswer(string drop, bool carriedOut)
    {
        var value = $"dropped-{drop}";
        await azure.DisturbAsync("test", $$"""{"management":[{"method":"PATCH","drop":"{{drop}}","count":1}]}""");

        await Should.ThrowAsync<HttpRequestException>(() => SendTagsAsync(value));

        // Nobody was told when the call is over.
        if (carriedOut)
            await Eventually.Is(async () => (await TagsAsync()).Contains(value, StringComparison.Ordinal));
        else
            (await TagsAsync()).ShouldNotContain(value);
    }

    [Fact]
    public async Task Operation_LastsAsLongAsAsked_AndEndsEarlierWhenTheClockIsMoved()
    {
        await azure.DisturbAsync("slow", """{"operationSeconds":600}""");
        using var accepted = await azure.SendAsync(HttpMethod.Put, LocalAzureUnderTest.App("slow"), LocalAzureUnderTest.Body("v1"));
        var status = accepted.Headers.GetValues("Azure-AsyncOperation").Single();

        await azure.WaitForReadyAsync("slow", "slow--v1");
        (await azure.GetAsync(new Uri(status).AbsolutePath))["status"]!.GetValue<string>().ShouldBe("InProgress");
        (await azure.SendAsync(HttpMethod.Patch, LocalAzureUnderTest.App("slow"), """{"tags":{"a":"b"}}""").ErrorAsync()).Code.ShouldBe("ContainerAppOperationInProgress");

        var before = await NowAsync();
        await azure.SendAsync(HttpMethod.Post, "/localazure/clock", """{"advanceSeconds":600}""");

        (await azure.FinishAsync(accepted))["status"]!.GetValue<string>().ShouldBe("Succeeded");
        (await NowAsync() - before).ShouldBeGreaterThan(TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task TemplateFault_IsAcceptedAndFailsLater_AndTheAppStaysFailedUntilAGoodTemplate()
    {
        await azure.DeployAsync("sticky", LocalAzureUnderTest.Body("v1"));
        await azure.DisturbAsync("sticky", """{"template":{"message":"Out of quota.","count":1}}""");

        var failed = await azure.FinishAsync(HttpMethod.Patch, LocalAzureUnderTest.App("sticky"), LocalAzureUnderTest.Body("v2"));

        failed["error"]!["message"]!.GetValue<string>().ShouldBe("Failed to provision revision for container app 'sticky'. Error details: Out of quota.");
        (await azure.GetAsync(LocalAzureUnderTest.App("sticky")))["properties"]!["provisioningState"]!.GetValue<string>().ShouldBe("Failed");
        (await azure.SendAsync(HttpMethod.Patch, LocalAzureUnderTest.App("sticky"), Traffic("sticky--v1")).ErrorAsync()).Code.ShouldBe("ContainerAppOperationError");
        (await azure.FinishAsync(HttpMethod.Patch, LocalAzureUnderTest.App("sticky"), LocalAzureUnderTest.Body("v3")))["status"]!.GetValue<string>().ShouldBe("Succeeded");
    }

    [Theory]
    [InlineData("""{"management":[{}]}""", "management[0]: does nothing. Give 'latencyMilliseconds', 'status' or 'drop'.")]
    [InlineData("""{"ingress":[{"status":200}]}""", "ingress[0].status: 200 is no failure. Give 400 to 599.")]
    [InlineData("""{"ingress":[{"drop":true,"share":1.5}]}""", "ingress[0].share: 1.5 is not from 0 to 1.")]
    [InlineData("""{"ingress":[{"path":"/menu"}]}""", "ingress[0]: does nothing. Give 'latencyMilliseconds', 'jitterMilliseconds', 'slowdown', 'status' or 'drop'.")]
    [InlineData("""{"revisions":[{"stuckActivating":true,"count":-1}]}""", "revisions[0].count: -1 is not from 0 to 1000000.")]
    public async Task Profile_ThatCouldNotDoWhatItSays_IsRefused(string profile, string message) =>
        (await azure.SendAsync(HttpMethod.Put, "/localazure/faults/nobody", profile).ErrorAsync()).ShouldBe((400, "InvalidFaultProfile", message));

    [Fact]
    public async Task Profile_WithAWordThatIsNotKnown_IsRefused() =>
        (await azure.SendAsync(HttpMethod.Put, "/localazure/faults/nobody", """{"managment":[]}""").ErrorAsync()).Message.ShouldContain("managment");

    private async Task<int> StatusAsync()
    {
        using var response = await azure.SendAsync(HttpMethod.Get, LocalAzureUnderTest.EnvironmentPath);
        return (int)response.StatusCode;
    }

    private async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.Parse((await azure.GetAsync("/localazure/clock"))["now"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private Task<HttpResponseMessage> SendTagsAsync(string value) =>
        azure.SendAsync(HttpMethod.Patch, LocalAzureUnderTest.EnvironmentPath, new JsonObject { ["tags"] = new JsonObject { [value] = "yes" } });

    private async Task<int> WriteTagsAsync(string value)
    {
        using var response = await SendTagsAsync(value);
        return (int)response.StatusCode;
    }

    private async Task<string> TagsAsync() => (await azure.GetAsync(LocalAzureUnderTest.EnvironmentPath))["tags"]?.ToJsonString() ?? "";

    private static JsonObject Traffic(string revision) => new()
    {
        ["properties"] = new JsonObject
        {
            ["configuration"] = new JsonObject
            {
                ["ingress"] = new JsonObject { ["traffic"] = new JsonArray(new JsonObject { ["revisionName"] = revision, ["weight"] = 100 }) },
            },
        },
    };
}
