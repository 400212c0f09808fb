using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;
using Testing;

namespace Contract.Tests;

/// <summary>LocalAzure's own API: what shall go wrong, what was drained, and when to die.</summary>
internal sealed class Administration : IDisposable
{
    private readonly HttpClient client;

    public Administration(LocalAzureDescription azure)
    {
        client = new HttpClient(PinnedCertificate.Handler(azure.CertificateSha256)) { BaseAddress = azure.Management };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FileToken.Read(azure.TokenFile));
    }

    /// <summary>Puts a fault profile in place of the one before.</summary>
    /// <param name="target">A container app, managed environment or resource group.</param>
    /// <param name="profile">As decision 0014 tells.</param>
    public async Task DisturbAsync(string target, JsonObject profile)
    {
        using var answer = await client.PutAsJsonAsync($"/localazure/faults/{target}", profile);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public async Task CalmAsync(string target)
    {
        using var answer = await client.DeleteAsync($"/localazure/faults/{target}");
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Lifts the limits for callers: all tests are one caller.</summary>
    public async Task UnthrottleAsync() => (await client.DeleteAsync("/localazure/throttle")).Dispose();

    /// <summary>Requests, event streams and WebSockets of a revision that its drains ended before they did.</summary>
    public async Task<int> CutAsync(string revision)
    {
        var drains = (await client.GetFromJsonAsync<JsonObject>($"/localazure/drains?revision={revision}"))!["value"]!.AsArray();
        return drains.SelectMany(drain => drain!["cut"]!.AsObject()).Sum(count => (int)count.Value!);
    }

    /// <summary>Lets it die as if killed when so many more changes of its state are on disk.</summary>
    public async Task DieAfterAsync(int writes)
    {
        using var answer = await client.PostAsJsonAsync("/localazure/writes", new JsonObject { ["dieAfter"] = writes });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Changes of its state that this run of it wrote.</summary>
    public async Task<int> WrittenAsync() => (int)(await client.GetFromJsonAsync<JsonObject>("/localazure/writes"))!["written"]!;

    /// <summary>Has an environment's resource group deleted as soon as nothing is under way in it, and does not wait for the end of that.</summary>
    public Task RemoveAsync(EnvironmentSettings environment) => Eventually.Holds(async () =>
    {
        using var answer = await client.DeleteAsync($"/subscriptions/{environment.Subscription}/resourcegroups/{environment.ResourceGroup}?api-version=2021-04-01");
        (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound).ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }, TimeSpan.FromMinutes(2));

    public void Dispose() => client.Dispose();
}
