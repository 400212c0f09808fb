namespace Frostline.Backups;

/// <summary>How a database writes and sorts text.</summary>
public sealed record DatabaseLocale(string Encoding, string Collate, string CType);
