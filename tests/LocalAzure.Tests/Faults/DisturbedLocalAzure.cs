using LocalAzure.Tests.Management;

namespace LocalAzure.Tests.Faults;

/// <summary>One LocalAzure for the tests of a class, in which each has an app of its own.</summary>
public sealed class DisturbedLocalAzure : IAsyncLifetime
{
    internal LocalAzureUnderTest Azure { get; private set; } = null!;

    /// <summary>Asks on the ingress port.</summary>
    internal HttpClient People { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Azure = await LocalAzureUnderTest.StartWithEnvironmentAsync();
        People = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Azure.Options.IngressPort}") };
    }

    public async ValueTask DisposeAsync()
    {
        People.Dispose();
        await Azure.DisposeAsync();
    }
}
