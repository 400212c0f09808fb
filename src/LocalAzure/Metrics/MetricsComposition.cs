namespace LocalAzure.Metrics;

internal static class MetricsComposition
{
    public static IServiceCollection AddAppMetrics(this IServiceCollection services) => services
        .AddSingleton<MetricSource>()
        .AddSingleton<ReplicaGauges>()
        .AddHostedService(provider => provider.GetRequiredService<ReplicaGauges>());
}
