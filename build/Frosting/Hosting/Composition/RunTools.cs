using Frostline.Hosting.Output;
using Frostline.Hosting.Running;

namespace Frostline.Hosting.Composition;

/// <summary>What exists before the container does and outlives it.</summary>
internal sealed record RunTools(Transcript Transcript, FailureLog Failures, RunCancellation Cancellation);
