using Frostline.Delivery;

namespace Frostline.LoadTesting.Engines;

/// <summary>One request before the run: a host that cannot be reached at all is an error, not a measurement.</summary>
internal static class FirstContact
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task TryAsync(LoadRequest request, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        using var client = Transport.Create(new() { Scenario = request.Scenario, Stages = [], Target = request.Target }, new NoSink());
        using var message = new HttpRequestMessage(HttpMethod.Get, request.Target)
        {
            Version = request.Scenario.Http == Scenarios.HttpKind.Http2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await client.SendAsync(message, deadline.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new DeliveryException($"{request.Target}: {Problem(error)}", error);
        }
    }

    private static string Problem(Exception error) => ErrorWords.KindOf(error) switch
    {
        ErrorKind.Timeout => $"nobody answered within {Patience.TotalSeconds:0} s. Check that the service is up and reachable from here.",
        ErrorKind.Connect => "nobody listens there. Start the service, or correct the address.",
        ErrorKind.Name => "the host's name is not known. Correct the address.",
        ErrorKind.Tls => $"TLS failed ({ErrorWords.Detail(error).TrimEnd('.')}). Use the host name of the certificate, and trust who signed it.",
        ErrorKind.Protocol => $"what answers there does not speak the scenario's version of HTTP ({ErrorWords.Detail(error).TrimEnd('.')}). Set 'http' of the scenario.",
        _ => $"it broke off ({ErrorWords.Detail(error).TrimEnd('.')}). Check what answers there.",
    };

    private sealed class NoSink : IExchangeSink
    {
        public void Started()
        {
        }

        public void Ended(in Exchange exchange)
        {
        }

        public void Connected(TimeSpan connect, TimeSpan? tls)
        {
        }
    }
}
