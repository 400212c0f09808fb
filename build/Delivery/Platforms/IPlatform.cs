using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Platforms;

/// <summary>The place that takes deployments: this machine or Azure. The same client and plan serve both.</summary>
public interface IPlatform : IDisposable
{
    /// <summary><c>local</c> or <c>azure</c>.</summary>
    string Name { get; }

    /// <summary>Address of the management API.</summary>
    Uri ManagementEndpoint { get; }

    /// <summary>The page for people, with its key, or null when there is none.</summary>
    Uri? Page { get; }

    /// <summary>The management API of one environment.</summary>
    IContainerApps ContainerApps(EnvironmentSettings environment);

    /// <summary>Deployments of templates to the environment's resource group.</summary>
    IDeployments Deployments(EnvironmentSettings environment);

    /// <summary>Sees to it that a registry that templates refer to is known as a resource.</summary>
    /// <param name="owner">The environment whose resource group the registry is in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeliveryException">It is not there, and this platform has nothing that can stand for it.</exception>
    Task EnsureRegistryAsync(EnvironmentSettings owner, string name, CancellationToken cancellation);

    /// <summary>Makes the environment's database when it is missing and says how to reach it.</summary>
    /// <returns>An ADO.NET connection string.</returns>
    Task<Secret> EnsureDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation);

    /// <summary>Why it is not known whether an environment has a database, as the rest of a sentence; null where <see cref="FindDatabaseAsync"/> tells.</summary>
    string? DatabasesUnseen { get; }

    /// <summary>How apps reach the environment's database with a password; null when there is no database yet, or it cannot be seen: <see cref="DatabasesUnseen"/>.</summary>
    /// <returns>An ADO.NET connection string.</returns>
    Task<Secret?> FindDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation);

    /// <summary>The registry that images of the environment are pushed to and pulled from.</summary>
    RegistryAccess Registry(EnvironmentSettings environment);

    /// <summary>A client that reaches host names of apps, revisions and labels; no cookies, no redirects. Dispose it.</summary>
    HttpClient CreateClient();

    /// <summary>Address for <see cref="CreateClient"/> of an app's, revision's or label's host name.</summary>
    Uri AddressFor(string fqdn);

    /// <summary>Address of such a host name that a browser can open; for LocalAzure only one on this machine.</summary>
    Uri AddressForPeople(string fqdn);

    /// <summary>Address that a browser on this machine can open, or null when the app has no ingress.</summary>
    Uri? PublicAddress(ContainerApp app);
}

/// <summary>A registry and how to sign in to it.</summary>
/// <param name="Server">Host and port, the first part of an image reference.</param>
/// <param name="User">User name for Basic authentication, or null when the platform signs in by identity.</param>
/// <param name="Password">Its password, or null.</param>
/// <param name="PlainHttp">Whether the registry speaks http on loopback.</param>
public sealed record RegistryAccess(string Server, string? User, Secret? Password, bool PlainHttp);
