namespace Frostline.Delivery.Locks;

/// <summary>The claims to an environment's lock as they stand.</summary>
/// <param name="Living">Those whose holders live, the eldest first.</param>
/// <param name="Dead">Those whose holders do not, or that were freed.</param>
/// <param name="Freed">Ids of claims that count no more.</param>
internal sealed record SeenClaims(IReadOnlyList<LockHolder> Living, IReadOnlyList<LockHolder> Dead, IReadOnlyList<string> Freed);
