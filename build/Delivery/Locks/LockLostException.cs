namespace Frostline.Delivery.Locks;

/// <summary>Another run may be changing the environment: this one must not.</summary>
internal sealed class LockLostException(string environment) : DeliveryException(
    $"The lock of {environment} is not held by this run any more: it changes nothing from here on, not even back. See who holds it with ./build.sh --target=Lock --environment={environment}.");
