namespace Contract.Tests.Kills;

/// <summary>Ends a run as a kill does: every line of its journal from a certain one on throws it, and without a line nothing is begun, nor undone.</summary>
internal sealed class KilledException : Exception;
