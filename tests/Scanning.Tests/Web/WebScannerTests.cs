using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
            ["any-origin", "cookie-cached", "cookie-readable", "cookie-same-site", "framing-allowed", "missing-page-found", "no-content-security-policy", "no-content-type-options", "no-permissions-policy", "no-referrer-policy", "open-redirect", "stack-trace", "version-told"]);
        sighting.Findings.ShouldAllBe(finding => finding.References.Any(reference => reference.StartsWith("OWASP A", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CarefulApplication_HasNothingToMend()
    {
        await using var application = await StartAsync(context =>
        {
            Careful(context);
            return context.Response.WriteAsync("<html><body>Coffee</body></html>");
        });
        using var http = WebScanner.Client();

        (await new WebScanner(http, AddressOf(application)).LookAsync(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnswerThatNeverEnds_IsInconclusive()
    {
        await using var application = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var http = WebScanner.Client();

        var result = await ScanTests.ScanAsync(new WebScanner(http, AddressOf(application)) { Deadline = TimeSpan.FromMilliseconds(500) });

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("does not answer");
    }

    [Fact]
    public async Task ApplicationThatDoesNotAnswer_IsInconclusive()
    {
        using var http = WebScanner.Client();

        var result = await ScanTests.ScanAsync(new WebScanner(http, new Uri($"http://127.0.0.1:{Testing.FreePort.Next()}")));

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("does not answer");
    }

    [Fact]
    public async Task MissingHeader_FailsWithItsPageAndRemedy_AndPassesWhenItIsSent()
    {
        var sends = false;
        await using var application = await StartAsync(context =>
        {
            Careful(context);
            if (!sends)
                context.Response.Headers.Remove("Content-Security-Policy");
            context.Response.Headers["X-Frame-Options"] = "DENY";
            return context.Response.WriteAsync("<html><body>Coffee</body></html>");
        });
        using var http = WebScanner.Client();

        var failed = await ScanTests.ScanAsync(new WebScanner(http, AddressOf(application)));

        failed.Verdict.ShouldBe(ScanVerdict.Fail);
        failed.Forbidden.ShouldHaveSingleItem().ToString().ShouldBe($"{AddressOf(application)}:1: medium no-content-security-policy: A script that somebody slips in runs. Send a Content-Security-Policy, such as default-src 'self'.");
        sends = true;
        (await ScanTests.ScanAsync(new WebScanner(http, AddressOf(application)))).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Fact]
    public async Task PagesThatTheFrontLeadsTo_AreLookedAt_AndLinksThatActAreLeftAlone()
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var application = await StartAsync(context =>
        {
            asked.Add(context.Request.Path);
            Careful(context);
            return context.Response.WriteAsync(context.Request.Path.Value switch
            {
                "/" => "<html><a href='/menu'>Menu</a> <a href=\"/logout\">Out</a> <a href='https://elsewhere.invalid/'>Other</a> <a href='/a/delete?id=1'>No</a></html>",
                "/menu" => "<html><a href='/'>Home</a><title>Index of /</title><meta name='generator' content='Brew 3.1'></html>",
                _ => "<html></html>",
            });
        });
        using var http = WebScanner.Client();

        var findings = (await new WebScanner(http, AddressOf(application)).LookAsync(Token)).Findings;

        findings.Select(finding => $"{new Uri(finding.Place.Path).AbsolutePath} {finding.Rule}").Order().ShouldBe(["/menu listed-folder", "/menu version-told"]);
        asked.ShouldNotContain("/logout");
        asked.ShouldNotContain("/a/delete");
    }

    [Fact]
    public async Task EncryptedApplication_IsToldOfItsCertificate_AndOfWhatGoesUnencrypted()
    {
        using var certificate = SelfSigned(TimeProvider.System.GetUtcNow().AddDays(3));
        await using var application = await StartAsync(
            context =>
            {
                Careful(context);
                context.Response.Headers.StrictTransportSecurity = "max-age=3600";
                context.Response.Headers.SetCookie = "session=1; HttpOnly; SameSite=None";
                return context.Response.WriteAsync("<html><script src='http://elsewhere.invalid/x.js'></script><form action='http://elsewhere.invalid/'></form></html>");
            }, certificate);
        using var http = WebScanner.Client();

        var sighting = await new WebScanner(http, AddressOf(application)).LookAsync(Token);

        sighting.Missing.ShouldBeNull();
        sighting.Findings.Select(finding => finding.Rule).Order().ShouldBe(
            ["certificate-ends", "certificate-not-trusted", "certificate-of-another-name", "cookie-cached", "cookie-same-site", "cookie-unencrypted", "mixed-content", "script-without-integrity", "short-strict-transport", "unencrypted-form"]);
    }

    [Theory]
    [InlineData(new byte[] { 0x16, 3, 2, 0, 80, 2, 0, 0, 76, 3, 2 }, true)]
    [InlineData(new byte[] { 0x16, 3, 3, 0, 80, 2, 0, 0, 76, 3, 3 }, false)]
    [InlineData(new byte[] { 0x15, 3, 1, 0, 2, 2, 70 }, false)]
    [InlineData(new byte[0], false)]
    public async Task OldTransport_IsSpokenByWhomGreetsBackInIt(byte[] answer, bool spoken)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var serve = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync(Token);
            var hello = new byte[5];
            await connection.GetStream().ReadExactlyAsync(hello, Token);
            hello[..3].ShouldBe([0x16, 3, 1]);
            await connection.GetStream().ReadExactlyAsync(new byte[hello[3] * 256 + hello[4]], Token);
            await connection.GetStream().WriteAsync(answer, Token);
        }, Token);

        (await OldTransport.IsSpokenAsync(new Uri($"https://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}"), Token)).ShouldBe(spoken);
        await serve;
    }

    [Fact]
    public async Task WeakContentSecurityPolicyAndForeignOrigins_AreTold()
    {
        await using var application = await StartAsync(context =>
        {
            Careful(context);
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self' 'unsafe-eval'; frame-ancestors 'none'";
            context.Response.Headers.AccessControlAllowCredentials = "true";
            if (context.Request.Headers.Origin == "null")
                context.Response.Headers.AccessControlAllowOrigin = "null";
            context.Response.StatusCode = context.Request.QueryString.Value?.Contains("a[", StringComparison.Ordinal) == true ? 500 : context.Response.StatusCode;
            return context.Response.WriteAsync("<html></html>");
        });
        using var http = WebScanner.Client();

        var findings = (await new WebScanner(http, AddressOf(application)).LookAsync(Token)).Findings;

        findings.Select(finding => $"{finding.Severity} {finding.Rule}").Order().ShouldBe(["High any-origin", "Low weak-content-security-policy", "Medium error-handling"]);
    }

    private static void Careful(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["Permissions-Policy"] = "camera=()";
        context.Response.StatusCode = context.Request.Path.Value is "/" or "/menu" ? 200 : 404;
        context.Response.ContentType = "text/html";
    }

    private static X509Certificate2 SelfSigned(DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=other.invalid", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(until.AddDays(-30), until);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(Token);
        return application;
    }

    private static Uri AddressOf(WebApplication application) => new(application.Urls.First());
}
