using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;
using Frostline.Delivery.ContainerApps;
using Microsoft.AspNetCore.Http;

namespace Delivery.Tests.ContainerApps;

public sealed class ContainerAppsClientTests : IAsyncLifetime
{
    private const string App = """{"name":"api","properties":{"provisioningState":"Succeeded","configuration":{"ingress":{"traffic":[{"revisionName":"api--new","weight":100}]}}}}""";
    private ScriptedPlatform platform = null!;

    public async ValueTask InitializeAsync() => platform = await ScriptedPlatform.StartAsync();

    public ValueTask DisposeAsync() => platform.DisposeAsync();

    [Fact]
    public async Task Patch_FollowsTheOperationToItsEndAndReadsTheAppBack()
    {
        platform.Answer = (context, before) => context.Request.Method == "PATCH" ? Accepted(context, "/operations/1")
            : context.Request.Path == "/operations/1" ? Json(context, $$"""{"status":"{{(before < 2 ? "InProgress" : "Succeeded")}}"}""")
            : Json(context, App);

        var app = await platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None);

        app.Traffic.ShouldBe([new("api--new", false, 100, null)]);
        platform.Requests.ShouldBe(["PATCH api", "GET 1", "GET 1", "GET 1", "GET api", "GET api"]);
        platform.Tokens.ShouldAllBe(token => token == "Bearer the-token");
    }

    [Fact]
    public async Task Patch_FollowsALocationUntilItIsNoLonger202()
    {
        platform.Answer = (context, before) =>
        {
            if (context.Request.Method != "PATCH" && (context.Request.Path != "/results/1" || before > 1))
                return Json(context, App);
            context.Response.StatusCode = 202;
            context.Response.Headers.Location = $"{platform.Endpoint}results/1";
            return Task.CompletedTask;
        };

        await platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None);

        platform.Requests.ShouldBe(["PATCH api", "GET 1", "GET 1", "GET 1", "GET api"]);
    }

    [Fact]
    public async Task Patch_TellsTheWholeAddressOfItsOperationBeforeItEnds()
    {
        var told = new List<string>();
        platform.Answer = (context, before) => context.Request.Method == "PATCH" ? Accepted(context, "/operations/1")
            : context.Request.Path == "/operations/1" ? Json(context, $$"""{"status":"{{(told.Count == 1 ? "Succeeded" : "InProgress")}}"}""")
            : Json(context, App);

        await platform.Client().Telling(told.Add).PatchAppAsync("api", new JsonObject(), CancellationToken.None);

        told.ShouldBe([$"{platform.Endpoint}operations/1"]);
    }

    [Theory]
    [InlineData("""{"status":"Succeeded"}""", null)]
    [InlineData("""{"status":"Failed","error":{"code":"ContainerAppOperationError","message":"Operation expired."}}""", "ContainerAppOperationError: Operation expired.")]
    public async Task Await_OfAnEarlierRunsOperation_LastsUntilItsEnd(string end, string? error)
    {
        platform.Answer = (context, before) => Json(context, before < 2 ? """{"status":"InProgress"}""" : end);

        var told = await platform.Client().AwaitOperationAsync($"{platform.Endpoint}operations/1", CancellationToken.None);

        (told is null).ShouldBe(error is null);
        (told ?? "").ShouldEndWith(error ?? "");
        platform.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Await_OfAnEarlierRunsResult_LastsUntilItIsNoLonger202()
    {
        platform.Answer = (context, before) => before < 2 ? Json(context, "{}", 202) : Json(context, App);

        (await platform.Client().AwaitOperationAsync($"{platform.Endpoint}results/1", CancellationToken.None)).ShouldBeNull();

        platform.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Await_OfAnOperationOnAnotherHost_IsNotAsked()
    {
        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client().AwaitOperationAsync("https://elsewhere.example/operations/1", CancellationToken.None));

        error.Code.ShouldBe("ForeignHost");
        platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Patch_WhoseOperationFails_CarriesThePlatformsWords()
    {
        platform.Answer = (context, _) => context.Request.Method == "PATCH" ? Accepted(context, "/operations/1")
            : Json(context, """{"status":"Failed","error":{"code":"ContainerAppOperationError","message":"Operation expired."}}""");

        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None));

        error.ShouldSatisfyAllConditions(
            () => error.Status.ShouldBe(200),
            () => error.Code.ShouldBe("ContainerAppOperationError"),
            () => error.Message.ShouldBe("PATCH containerApps/api: ContainerAppOperationError: Operation expired."));
    }

    [Fact]
    public async Task Patch_WhileAnotherOperationRuns_IsSentAgainUntilItIsTaken()
    {
        platform.Answer = (context, before) => context.Request.Method == "PATCH" && before < 3
            ? Json(context, """{"error":{"code":"ContainerAppOperationInProgress","message":"busy"}}""", 409)
            : Json(context, App);

        await platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None);

        platform.Requests.Count(request => request == "PATCH api").ShouldBe(4);
    }

    [Fact]
    public async Task Patch_RefusedForGood_IsNotSentAgain()
    {
        platform.Answer = (context, _) => Json(context, """{"error":{"code":"ContainerAppInvalidRevisionName","message":"too long"}}""", 400);

        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None));

        error.Message.ShouldBe("PATCH containerApps/api: ContainerAppInvalidRevisionName: too long (status 400)");
        platform.Requests.ShouldBe(["PATCH api"]);
    }

    [Fact]
    public async Task Get_WhenThereIsNoTokenToBeHad_SaysSo()
    {
        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client(credential: new Nobody()).FindAppAsync("api", CancellationToken.None));

        error.Message.ShouldEndWith("gave no answer: The sign-in is out of reach.");
        platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_WhenThrottled_IsSentAgain()
    {
        platform.Answer = (context, before) => Json(context, App, before < 2 ? 429 : 200);

        (await platform.Client().FindAppAsync("api", CancellationToken.None))!.Name.ShouldBe("api");
    }

    [Theory]
    [InlineData("https://elsewhere.example/operations/1")]
    [InlineData("https://127.0.0.1:1/operations/1")]
    [InlineData("http://127.0.0.1/operations/1")]
    public async Task Patch_SentToAnotherHostForItsOperation_IsNotFollowed(string foreign)
    {
        platform.Answer = (context, _) => Accepted(context, foreign);

        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None));

        error.Code.ShouldBe("ForeignHost");
        platform.Requests.ShouldBe(["PATCH api"]);
    }

    [Fact]
    public async Task Patch_ThatNeverEnds_FailsAtItsDeadline()
    {
        platform.Pace = platform.Pace with { OperationDeadline = TimeSpan.FromSeconds(1) };
        platform.Answer = (context, _) => context.Request.Method == "PATCH" ? Accepted(context, "/operations/1") : Json(context, """{"status":"InProgress"}""");

        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client().PatchAppAsync("api", new JsonObject(), CancellationToken.None));

        error.Message.ShouldBe("PATCH containerApps/api: The operation did not end within 00:00:01.");
    }

    [Fact]
    public async Task Get_FromAServerWithAnotherCertificate_SendsNothing()
    {
        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client(new string('0', 64)).FindAppAsync("api", CancellationToken.None));

        error.Status.ShouldBe(0);
        platform.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Shift_WhenThePlatformLosesTheFirstWrite_WritesAgainUntilItStands()
    {
        var (written, old) = (0, App.Replace("api--new", "api--old", StringComparison.Ordinal));
        platform.Answer = (context, _) => context.Request switch
        {
            { Method: "PATCH" } when written++ == 0 => Json(context, """{"error":{"code":"ResourceNotFound","message":"does not exist"}}""", 404),
            { Method: "PATCH" } => Json(context, App),
            { Path.Value: var path } when path!.EndsWith("revisions", StringComparison.Ordinal) => Json(context, """{"value":[{"name":"api--old","properties":{"active":true}},{"name":"api--new","properties":{"active":true}}]}"""),
            _ => Json(context, written < 2 ? old : App),
        };

        await platform.Client().WriteTrafficAsync("api", new TrafficTarget { Weights = new Dictionary<string, int> { ["api--new"] = 100 } }, CancellationToken.None);

        written.ShouldBe(2);
    }

    [Fact]
    public async Task Shift_WhenTheReadBackFailsForAMoment_ReadsAgain()
    {
        var (written, readBack, old) = (0, 0, App.Replace("api--new", "api--old", StringComparison.Ordinal));
        platform.Answer = (context, _) =>
        {
            if (context.Request.Method == "PATCH")
            {
                written++;
                return Json(context, App);
            }

            if (context.Request.Path.Value!.EndsWith("revisions", StringComparison.Ordinal))
                return Json(context, """{"value":[{"name":"api--new","properties":{"active":true}}]}""");
            return written == 0 ? Json(context, old)
                : readBack++ == 0 ? Json(context, """{"error":{"code":"ResourceNotFound","message":"does not exist"}}""", 404)
                : Json(context, App);
        };

        await platform.Client().WriteTrafficAsync("api", new TrafficTarget { Weights = new Dictionary<string, int> { ["api--new"] = 100 } }, CancellationToken.None);

        readBack.ShouldBeGreaterThan(1);
        written.ShouldBe(1);
    }

    [Fact]
    public async Task Shift_ToARevisionThatIsNotActive_WritesNothing()
    {
        platform.Answer = (context, _) => Json(context, context.Request.Path.Value!.EndsWith("revisions", StringComparison.Ordinal)
            ? """{"value":[{"name":"api--new","properties":{"active":true}},{"name":"api--gone","properties":{"active":false}}]}"""
            : App);

        var error = await Should.ThrowAsync<ContainerAppsException>(
            () => platform.Client().WriteTrafficAsync("api", new TrafficTarget { Weights = new Dictionary<string, int> { ["api--gone"] = 100 } }, CancellationToken.None));

        error.Message.ShouldBe("PATCH containerApps/api: RevisionNotActive: 'api--gone' is not an active revision. Activate it before it gets traffic.");
        platform.Requests.ShouldNotContain(request => request.StartsWith("PATCH"));
    }

    [Fact]
    public async Task Shift_OfWeightsThatDoNotAddUpTo100_AsksNothing()
    {
        var error = await Should.ThrowAsync<ArgumentException>(
            () => platform.Client().WriteTrafficAsync("api", new TrafficTarget { Weights = new Dictionary<string, int> { ["api--new"] = 90 } }, CancellationToken.None));

        error.Message.ShouldStartWith("api: weights [api--new, 90] add up to 90. Give weights that add up to 100.");
        platform.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/log")]
    [InlineData("http://west.azurecontainerapps.dev/log")]
    [InlineData("https://azurecontainerapps.dev.example/log")]
    public async Task Log_SaidToBeElsewhereOrUnencrypted_IsNotAskedFor(string foreign)
    {
        platform.Answer = (context, _) => Json(context, """{"properties":{"token":"short-lived"}}""");
        var container = new ReplicaContainer { Name = "api", Ready = true, Started = true, RestartCount = 0, RunningState = "Running", LogStreamEndpoint = foreign };

        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Client().ReadLogAsync("api", container, 10, CancellationToken.None));

        error.Code.ShouldBe("ForeignHost");
        platform.Requests.ShouldBe(["POST getAuthtoken"]);
    }

    [Fact]
    public async Task Get_SentElsewhereByARedirect_DoesNotGoThere()
    {
        platform.Answer = (context, before) =>
        {
            context.Response.Redirect($"{platform.Endpoint}elsewhere");
            return Task.CompletedTask;
        };

        await platform.Client().FindAppAsync("api", CancellationToken.None);

        platform.Requests.ShouldBe(["GET api"]);
    }

    [Fact]
    public async Task Patch_CancelledWhileItIsUnderWay_WaitsForItsAnswerAndTellsOfTheOperation()
    {
        using var cancelled = new CancellationTokenSource();
        var told = new List<string>();
        platform.Answer = async (context, _) =>
        {
            await cancelled.CancelAsync();
            await Accepted(context, "/operations/1");
        };

        await Should.ThrowAsync<OperationCanceledException>(() => platform.Client().Telling(told.Add).PatchAppAsync("api", new JsonObject(), cancelled.Token));

        told.ShouldBe([$"{platform.Endpoint}operations/1"]);
        platform.Requests.ShouldBe(["PATCH api"]);
    }

    [Fact]
    public async Task Patch_CancelledWhileThePlatformHangs_IsGivenUpInTheEnd()
    {
        using var cancelled = new CancellationTokenSource();
        platform.Pace = platform.Pace with { LastAnswer = TimeSpan.FromMilliseconds(50) };
        platform.Answer = async (context, _) =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => platform.Client().PatchAppAsync("api", new JsonObject(), cancelled.Token));

        platform.Requests.ShouldBe(["PATCH api"]);
    }

    [Fact]
    public async Task List_FollowsEveryPage()
    {
        platform.Answer = (context, before) => Json(context, before == 0
            ? $$"""{"value":[{"name":"one"}],"nextLink":"{{platform.Endpoint.OriginalString}}{{context.Request.Path}}?page=2"}"""
            : """{"value":[{"name":"two"}]}""");

        (await platform.Client().ListRevisionsAsync("api", CancellationToken.None)).Select(revision => revision.Name).ShouldBe(["one", "two"]);
    }

    private static Task Accepted(HttpContext context, string operation)
    {
        context.Response.StatusCode = 202;
        context.Response.Headers["Azure-AsyncOperation"] = operation;
        return Task.CompletedTask;
    }

    private static Task Json(HttpContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private sealed class Nobody : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("The sign-in is out of reach.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("The sign-in is out of reach.");
    }
}
