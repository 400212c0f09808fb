using LocalAzure.Ingress;
using LocalAzure.Registry;

namespace LocalAzure.Revisions;

/// <summary>What all replicas of one LocalAzure stand on.</summary>
internal sealed class ReplicaPlatform(LocalAzureOptions options, IImageStore images, IReplicaEndpoints endpoints, SupervisionTiming timing, TimeProvider clock)
{
    /// <summary>Null when nobody disturbs.</summary>
    public IReplicaDisturbance? Disturbance { get; init; }

    public IImageStore Images { get; } = images;

    public IReplicaEndpoints Endpoints { get; } = endpoints;

    public SupervisionTiming Timing { get; } = timing;

    public TimeProvider Clock { get; } = clock;

    public LoopbackPorts Ports { get; } = new();

    public ReplicaFolders Folders { get; } = new(options.StateFolder);

    public ReplicaLedger Ledger => new(Folders);

    public ReplicaFamily Family => new(Folders, Timing, Clock);
}
