using System.Text.Json.Nodes;
using Azure.Core;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Deployments;

/// <summary>The management API of deployments to one resource group.</summary>
internal sealed class DeploymentsClient(ManagementApi api, EnvironmentSettings environment, TimeProvider clock) : IDeployments
{
    private const string Version = "2024-03-01";
    private const string GroupVersion = "2021-04-01";
    private static readonly TimeSpan CancelDeadline = TimeSpan.FromSeconds(30);

    private readonly string group = $"/subscriptions/{environment.Subscription}/resourceGroups/{environment.ResourceGroup}";

    public async Task EnsureGroupAsync(CancellationToken cancellation)
    {
        var call = new ManagementCall(RequestMethod.Get, group, GroupVersion);
        if (await api.FindAsync(call, cancellation) is null)
            await api.RunAsync(call with { Method = RequestMethod.Put, Body = new JsonObject { ["location"] = environment.Location } }, cancellation);
    }

    public async Task<DeployedTemplate?> FindAsync(string name, CancellationToken cancellation) =>
        await api.FindAsync(Call(RequestMethod.Get, name), cancellation) is { } body ? DeployedTemplate.Parse(body) : null;

    public Task<JsonObject?> FindResourceAsync(string path, string apiVersion, CancellationToken cancellation) =>
        api.FindAsync(new(RequestMethod.Get, $"{group}/providers/{path}", apiVersion), cancellation);

    public async Task ValidateAsync(TemplateDeployment deployment, CancellationToken cancellation)
    {
        var answer = await AskAsync(deployment, "/validate", deployment.Body(), cancellation);
        if (answer?["error"] is JsonObject error)
            throw Refused(deployment, error);
    }

    public async Task<IReadOnlyList<WhatIfChange>> WhatIfAsync(TemplateDeployment deployment, CancellationToken cancellation)
    {
        var answer = await AskAsync(deployment, "/whatIf", deployment.Body("FullResourcePayloads"), cancellation);
        if (answer?["error"] is JsonObject error)
            throw Refused(deployment, error);
        return [.. (answer?["properties"] as JsonObject).Objects("changes").Select(WhatIfChange.Parse)];
    }

    public async Task<DeployedTemplate> RunAsync(TemplateDeployment deployment, IProgress<ResourceProgress> progress, CancellationToken cancellation)
    {
        using var deadline = new Deadline(deployment.Deadline, clock, cancellation);
        try
        {
            return await DeployAsync(deployment, progress, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(deployment.Name);
            cancellation.ThrowIfCancellationRequested();
            throw new DeploymentFailedException(deployment.Name, $"did not end within {deployment.Deadline:c} and was cancelled", []);
        }
    }

    private async Task<DeployedTemplate> DeployAsync(TemplateDeployment deployment, IProgress<ResourceProgress> progress, CancellationToken cancellation)
    {
        var call = Call(RequestMethod.Put, deployment.Name) with { Body = deployment.Body() };
        var answer = await SendAsync(deployment, call, cancellation);
        var watch = new DeploymentWatch(api, call.Path, Version, (answer.Body as JsonObject)?["properties"] as JsonObject);
        var (state, delay) = ("Running", api.Pace.FirstPoll);
        while (state is not ("Succeeded" or "Failed" or "Canceled"))
        {
            await Task.Delay(api.Pace.Until(answer.RetryAfter, delay), clock, cancellation);
            state = await api.DeploymentStateAsync(call, answer.AsyncOperation, cancellation);
            await watch.TellAsync(progress, cancellation);
            delay = api.Pace.Next(delay);
        }

        if (state == "Succeeded")
            return await FindAsync(deployment.Name, cancellation) ?? throw new DeploymentFailedException(deployment.Name, "was there and is gone", []);
        throw new DeploymentFailedException(deployment.Name, state == "Canceled" ? "was cancelled" : "failed", await FailuresAsync(call, watch, cancellation));
    }

    private async Task<IReadOnlyList<DeploymentFailure>> FailuresAsync(ManagementCall call, DeploymentWatch watch, CancellationToken cancellation)
    {
        if (watch.Failures.Count > 0)
            return watch.Failures;
        var body = await api.FindAsync(call with { Method = RequestMethod.Get, Body = null }, cancellation);
        return InnerErrors.Of(body?["properties"]?["error"] as JsonObject);
    }

    /// <summary>Best effort: who cancels wants to leave, and whatever goes wrong is not what made them leave.</summary>
    private async Task CancelAsync(string name)
    {
        using var deadline = new CancellationTokenSource(CancelDeadline, clock);
        try
        {
            await api.SendAsync(Call(RequestMethod.Post, name, "/cancel"), deadline.Token);
        }
        catch (Exception error) when (error is ContainerAppsException or OperationCanceledException)
        {
            // It may have ended by itself meanwhile.
        }
    }

    private async Task<JsonObject?> AskAsync(TemplateDeployment deployment, string question, JsonObject body, CancellationToken cancellation)
    {
        try
        {
            return await api.AskAsync(Call(RequestMethod.Post, deployment.Name, question) with { Body = body }, cancellation) as JsonObject;
        }
        catch (ContainerAppsException error) when (error.Error is { } told)
        {
            throw Refused(deployment, told);
        }
    }

    private async Task<ManagementAnswer> SendAsync(TemplateDeployment deployment, ManagementCall call, CancellationToken cancellation)
    {
        try
        {
            return await api.SendAsync(call, cancellation);
        }
        catch (ContainerAppsException error) when (error.Error is { } told)
        {
            throw Refused(deployment, told);
        }
    }

    private static DeploymentFailedException Refused(TemplateDeployment deployment, JsonObject error) => new(deployment.Name, "was refused", InnerErrors.Of(error));

    private ManagementCall Call(RequestMethod method, string name, string rest = "") =>
        new(method, $"{group}/providers/Microsoft.Resources/deployments/{name}{rest}", Version);
}
