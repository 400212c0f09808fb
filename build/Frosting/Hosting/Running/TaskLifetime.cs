using Cake.Frosting;

namespace Frostline.Hosting.Running;

/// <summary>What is called around each task; either may be absent.</summary>
internal sealed record TaskLifetime(IFrostingTaskSetup? Setup, IFrostingTaskTeardown? Teardown);
