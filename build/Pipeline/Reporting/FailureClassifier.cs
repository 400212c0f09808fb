#if FROSTLINE_HOST
using Cake.Core;
using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Delivery.Settings;
using Frostline.Hosting;
using Frostline.Images;

namespace Frostline.Pipeline.Reporting;

/// <summary>What a failure means for whoever called: its exit code, and whether its message says all there is to say.</summary>
internal sealed class FailureClassifier : IFailureClassifier
{
    public Failure Classify(Exception exception) => exception switch
    {
        OptionsException or SettingsException or InvalidDataException => new Failure(2, Expected: true),
        RefusedException => new Failure(3, Expected: true),
        DeliveryException or ImageException or RegistryException or SignatureException or CakeException or FrostingException => new Failure(1, Expected: true),
        _ => new Failure(1, Expected: false),
    };
}
#endif
