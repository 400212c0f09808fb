using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>How the images of all services are made.</summary>
public sealed record ImageSettings
{
    /// <summary>The image that services are packed upon. LocalAzure has the .NET runtime itself and needs none.</summary>
    [Description("Image that services are packed upon for Azure, pinned: registry/repository:tag@sha256:<digest>. LocalAzure needs none.")]
    [Matches("^[a-z0-9.-]+(:[0-9]+)?/[a-z0-9._/-]+(:[A-Za-z0-9_.-]+)?@sha256:[0-9a-f]{64}$", "is not an image pinned by digest", "Give registry/repository:tag@sha256:<digest>.")]
    public string? Base { get; init; }

    /// <summary>Processor architectures of Linux that images are made for, on a base; more than one make an index.</summary>
    [Description("Processor architectures the images are made for when they have a base.")]
    [Matches("^(amd64|arm64)$", "is not an architecture", "Give amd64 or arm64.")]
    public IReadOnlyList<string> Architectures { get; init; } = ["amd64", "arm64"];

    /// <summary>Address of the sources, written into every image. Not read from git: two clones may have it from different addresses.</summary>
    [Description("Address of the sources, written into every image. Leave out for none.")]
    [Matches("^https://[^@\\s]+$", "is not an address of sources", "Give an https address without user and password.")]
    public string? Source { get; init; }

    /// <summary>The key that signs images, or null: then none is signed, and none verified.</summary>
    [Description("The key pair that signs images. With it, only signed images are deployed.")]
    public SigningSettings? Signing { get; init; }
}
