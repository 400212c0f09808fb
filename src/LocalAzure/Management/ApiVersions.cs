using System.Text.RegularExpressions;
using LocalAzure.Administration;
using LocalAzure.Metrics;
using LocalAzure.Resources;

namespace LocalAzure.Management;

/// <summary>Every request names the version of the API it was written for. One model serves all versions of Microsoft.App listed here.</summary>
internal sealed partial class ApiVersions(RequestDelegate next)
{
    public static readonly string[] App = ["2026-01-01", "2025-07-01", "2025-01-01", "2024-03-01"];
    public static readonly string[] PostgreSql = ["2025-08-01", "2024-08-01", "2022-12-01"];

    public static readonly string[] Insights = ["2024-02-01", "2023-10-01", "2021-05-01", "2019-07-01", "2018-01-01"];

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/logstream", StringComparison.OrdinalIgnoreCase) || path.StartsWith(AdministrationEndpoints.Root, StringComparison.OrdinalIgnoreCase))
            return next(context);

        if (context.Request.Query["api-version"].ToString() is not { Length: > 0 } version)
        {
            throw ArmException.BadRequest(
                "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        }

        var (provider, known) = Provider(path);
        if (known is null ? !Date().IsMatch(version) : !known.Contains(version, StringComparer.OrdinalIgnoreCase))
        {
            throw ArmException.BadRequest(
                known is null ? "InvalidApiVersionParameter" : "NoRegisteredProviderFound",
                $"No registered resource provider found for API version '{version}' of '{provider}'. The supported api-versions are '{string.Join(", ", known ?? ["any yyyy-MM-dd"])}'.");
        }

        return next(context);
    }

    private static (string Provider, string[]? Known) Provider(string path)
    {
        if (path.EndsWith(MetricEndpoints.Path, StringComparison.OrdinalIgnoreCase))
            return ("Microsoft.Insights", Insights);

        if (path.Contains("/providers/Microsoft.App/", StringComparison.OrdinalIgnoreCase))
            return ("Microsoft.App", App);

        return path.Contains("/providers/Microsoft.DBforPostgreSQL/", StringComparison.OrdinalIgnoreCase)
            ? ("Microsoft.DBforPostgreSQL", PostgreSql)
            : ("Microsoft.Resources", null);
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$")]
    private static partial Regex Date();
}
