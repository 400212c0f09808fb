using LocalAzure.Administration;
using LocalAzure.Deployments;
using LocalAzure.Faults;
using LocalAzure.Metrics;

namespace LocalAzure.Management;

/// <summary>The management API of the platform, on this machine: the rules every request passes, then the resources.</summary>
internal static class ManagementApi
{
    public static void UseManagement(this IApplicationBuilder app)
    {
        app.UseMiddleware<StandardHeaders>();
        app.UseMiddleware<ErrorBodies>();
        app.UseMiddleware<BearerAuthentication>();
        app.UseMiddleware<ManagementFaults>();
        app.UseMiddleware<Throttle>();
        app.UseMiddleware<ApiVersions>();
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapSubscriptions();
            endpoints.MapTags();
            endpoints.MapManagedEnvironments();
            endpoints.MapContainerApps();
            endpoints.MapRevisions();
            endpoints.MapMetrics();
            endpoints.MapReplicas();
            endpoints.MapOperations();
            endpoints.MapDatabases();
            endpoints.MapDeployments();
            endpoints.MapKeptResources();
            endpoints.MapAdministration();
        });
    }
}
