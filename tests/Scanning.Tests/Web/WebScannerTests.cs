using Frostline.Scanning;
using Frostline.Scanning.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Scanning.Tests.Web;

/// <summary>A real server answers, well or badly.</summary>
public sealed class WebScannerTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task CarelessApplication_IsToldWhatItLacks_WithOwaspIds()
    {
        await using var application = await StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers["Set-Cookie"] = "session=1; Path=/";
            context.Response.Headers["X-Powered-By"] = "Coffee 2.4";
            context.Response.Headers["Access-Control-Allow-Origin"] = context.Request.Headers.Origin;
            if (context.Request.Query["returnUrl"].ToString() is { Length: > 0 } target)
                context.Response.Redirect(target);
            await context.Response.WriteAsync("<html><body>at Coffee.Brew(String bean) in /src/Brew.cs:line 12</body></html>");
        });
        using var http = WebScanner.Client();

        var sighting = await new WebScanner(http, AddressOf(application)).LookAsync(Token);

        sighting.Missing.ShouldBeNull();
        sighting.Findings.Select(finding => finding.Rule).Distinct().Order().ShouldBe(
            ["any-origin", "cookie-readable", "cookie-same-site", "framing-allowed", "missing-page-found", "no-content-security-policy", "no-content-type-options", "no-referrer-policy", "open-redirect", "stack-trace", "version-told"]);
        sighting.Findings.ShouldAllBe(finding => finding.References.Any(reference => reference.StartsWith("OWASP A", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CarefulApplication_HasNothingToMend()
    {
        await using var application = await StartAsync(async context =>
        {
            context.Response.Headers["X-Content-Type-Options"] = "nosniff";
            context.Response.Headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            context.Response.StatusCode = context.Request.Path == "/" ? 200 : 404;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html><body>Coffee</body></html>");
        });
        using var http = WebScanner.Client();

        (await new WebScanner(http, AddressOf(application)).LookAsync(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task ApplicationThatDoesNotAnswer_IsInconclusive()
    {
        using var http = WebScanner.Client();

        var result = await ScanTests.ScanAsync(new WebScanner(http, new Uri($"http://127.0.0.1:{Testing.FreePort.Next()}")));

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("does not answer");
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.AddServerHeader = false);
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(Token);
        return application;
    }

    private static Uri AddressOf(WebApplication application) => new(application.Urls.First());
}
