namespace LocalAzure.Database;

internal static class DatabaseRegistration
{
    /// <summary>Offers the state folder's <see cref="IDatabaseServer"/>; nothing runs before it is asked to.</summary>
    public static IServiceCollection AddDatabaseServer(this IServiceCollection services) =>
        services.AddSingleton<IDatabaseServer, DatabaseServer>();
}
