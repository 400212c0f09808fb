namespace Frostline.Delivery;

/// <summary>The run may not go on although nothing is broken (a lock, a gate, an approval). Means exit code 3.</summary>
public class RefusedException(string message) : DeliveryException(message);
