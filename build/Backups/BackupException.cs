using Frostline.Delivery;

namespace Frostline.Backups;

/// <summary>A backup was not taken, does not hold, or was not restored; the message says why and what to do.</summary>
public class BackupException(string message, Exception? cause = null) : DeliveryException(message, cause);
