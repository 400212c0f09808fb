using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Frostline.Delivery;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Testing;

namespace LoadTesting.Tests.Engines;

/// <summary>The generator over TLS, with certificates that hold and with others.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly Stage[] Stages = [new("rate", TimeSpan.FromSeconds(0.5), 20, 20, Arrivals.Constant, Measured: true)];
    private readonly X509Certificate2 certificate = SelfSigned();

    public void Dispose() => certificate.Dispose();

    [Theory]
    [InlineData(HttpKind.Http1, HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(HttpKind.Http2, HttpProtocols.Http2, "HTTP/2")]
    public async Task Handshakes_AreTimedApartFromConnecting(HttpKind http, HttpProtocols protocols, string spoken)
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(context.Request.Protocol), protocols, certificate);

        var seen = await RunAsync(Named("localhost", server), Scenario(spoken) with { Http = http }, certificate);

        seen.Requests[0].Samples.ShouldBeEmpty();
        seen.Requests[0].Count.ShouldBe(10);
        seen.Tls.Snapshot().Count.ShouldBe(seen.Connect.Snapshot().Count);
        seen.Tls.Snapshot().Smallest.ShouldBeGreaterThan(0);
        seen.FirstByte.Snapshot().Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", true)]
    public async Task Certificates_ThatNobodyTrusts_OrOfAnotherHost_AreTlsErrors(string host, bool trusted)
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask, certificate: certificate);

        var seen = await RunAsync(Named(host, server), Scenario(""), trusted ? certificate : null);

        seen.Requests[0].ErrorsByKind.ShouldBe(new Dictionary<ErrorKind, long> { [ErrorKind.Tls] = 10 });
    }

    [Fact]
    public async Task Run_AgainstACertificateThatNobodyTrusts_DoesNotStart_AndTellsWhatToDo()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask, certificate: certificate);
        using var folder = new TemporaryFolder("tls");
        var scenario = Scenario("") with { Profiles = new Dictionary<string, ProfileSettings> { ["short"] = new() } };
        var request = new LoadRequest { Scenario = scenario, Profile = "short", Stages = Stages, Target = Named("localhost", server) };

        var error = await Should.ThrowAsync<DeliveryException>(
            new LoadTest(TimeProvider.System, new(_ => { }), folder.Path).RunAsync(request, baseline: null, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("TLS failed");
        error.Message.ShouldEndWith("Use the host name of the certificate, and trust who signed it.");
    }

    private static async Task<RunRecorder> RunAsync(Uri target, Scenario scenario, X509Certificate2? authority)
    {
        var recorder = new RunRecorder(["root"], Stages);
        await new HttpEngine().RunAsync(new LoadPlan { Scenario = scenario, Stages = Stages, Target = target, Authority = authority }, recorder, TestContext.Current.CancellationToken);
        return recorder;
    }

    private static Scenario Scenario(string contains) => new()
    {
        Requests = [new() { Name = "root", Path = "/", Contains = contains }], Profiles = new Dictionary<string, ProfileSettings>(),
    };

    private static Uri Named(string host, ScriptedServer server) => new UriBuilder(server.Address) { Host = host }.Uri;

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
