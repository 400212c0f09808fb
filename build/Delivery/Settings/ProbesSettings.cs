using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>The probes of a service; a probe left out is the platform's default.</summary>
public sealed record ProbesSettings
{
    [Description("Runs until the service has started; the other probes wait for it.")]
    public ProbeSettings? Startup { get; init; }

    [Description("A replica that fails it is restarted.")]
    public ProbeSettings? Liveness { get; init; }

    [Description("A replica that fails it gets no traffic.")]
    public ProbeSettings? Readiness { get; init; }
}
