using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Frostline.Delivery.Platforms;

/// <summary>What shall go wrong in a running LocalAzure, for rehearsals and benchmarks: its API beside the platform's own (decision 0014).</summary>
public sealed class LocalAzureFaults : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient client;

    private LocalAzureFaults(LocalAzureDescription azure)
    {
        client = new(PinnedCertificate.Handler(azure.CertificateSha256)) { BaseAddress = azure.Management, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FileToken.Read(azure.TokenFile));
    }

    /// <summary>Those of the LocalAzure that runs here; null when none does.</summary>
    public static async Task<LocalAzureFaults?> FindAsync(LocalAzureLocation location, CancellationToken cancellation) =>
        await LocalAzureDescription.ReadAsync(location.StateFolder, cancellation) is { } azure ? new(azure) : null;

    /// <summary>Puts a profile in place of the one before.</summary>
    /// <param name="target">A container app, managed environment or resource group.</param>
    /// <param name="profile">As decision 0014 tells; empty, nothing goes wrong.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="DeliveryException">LocalAzure refuses it, or does not answer.</exception>
    public async Task PutAsync(string target, JsonObject profile, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.PutAsJsonAsync($"/localazure/faults/{target}", profile, cancellation);
            if (!answer.IsSuccessStatusCode)
                throw new DeliveryException($"LocalAzure refuses the fault profile of {target}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
        catch (HttpRequestException error)
        {
            throw new DeliveryException($"LocalAzure does not take the fault profile of {target} ({error.Message.TrimEnd('.')}). See whether it runs: --target=Status.", error);
        }
    }

    public void Dispose() => client.Dispose();
}
