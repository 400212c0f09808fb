using LocalAzure.Registry;

namespace LocalAzure.Tests.Revisions;

/// <summary>
/// Stands in for the registry: every reference but one of <c>missing</c> is the Replica program, as it was built beside these tests.
/// The one of <c>impatient</c> ends without finishing its requests.
/// </summary>
internal sealed class ReplicaImage : IImageStore
{
    public static string Folder { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Replica", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));

    public static UnpackedImage Unpacked { get; } = new(
        "sha256:0", Folder,
        new ImageConfiguration(["dotnet", "/Replica.dll"], [], new Dictionary<string, string> { ["FROM_IMAGE"] = "yes" }, "/", null, null));

    public Task<UnpackedImage> UnpackAsync(string reference, CancellationToken cancellationToken) => reference.StartsWith("missing", StringComparison.Ordinal)
        ? throw new ImageNotFoundException(reference, "no such repository.")
        : Task.FromResult(reference.StartsWith("impatient", StringComparison.Ordinal)
            ? Unpacked with { Configuration = Unpacked.Configuration with { StopSignal = "SIGKILL" } }
            : Unpacked);

    public Task PruneAsync(IEnumerable<string> references, IEnumerable<string> digests, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> ExistsAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(!reference.StartsWith("missing", StringComparison.Ordinal));
}
