namespace Frostline.Images.Layers;

/// <param name="Name">For the image's history.</param>
/// <param name="Descriptor">Of the compressed layer.</param>
/// <param name="DiffId">Digest of the tar inside, whatever compressed it.</param>
internal sealed record Layer(string Name, Descriptor Descriptor, string DiffId);
