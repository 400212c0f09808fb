namespace Frostline.Delivery;

/// <summary>An expected failure that a person can act on: its message is printed alone, without a stack.</summary>
public class DeliveryException(string message, Exception? inner = null) : Exception(message, inner);
