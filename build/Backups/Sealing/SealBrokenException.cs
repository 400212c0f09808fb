namespace Frostline.Backups.Sealing;

/// <summary>A sealed file is not what was written, or the key is another one; the message is a phrase that says what differs.</summary>
internal sealed class SealBrokenException(string what) : Exception(what);
