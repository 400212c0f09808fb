namespace Frostline.Backups;

/// <summary>What is known of a backup, in a file beside it, bound to the key so that a changed one is noticed.</summary>
public sealed record BackupManifest
{
    /// <summary>The form of file and manifest that is written today.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Form of the file and of this manifest.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Database and time, such as <c>coffee_staging_20261121T081500Z</c>; the files are called so too.</summary>
    public required string Id { get; init; }

    /// <summary>The database that was backed up.</summary>
    public required string Database { get; init; }

    /// <summary>When the snapshot was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Version of the server.</summary>
    public required string Server { get; init; }

    /// <summary>Version of pg_dump.</summary>
    public required string Tool { get; init; }

    /// <summary>How the database writes and sorts text.</summary>
    public required DatabaseLocale Locale { get; init; }

    /// <summary>The newest migration in EF Core's history; null when there is none.</summary>
    public string? MigrationHead { get; init; }

    /// <summary>Length of pg_dump's archive in bytes.</summary>
    public required long ArchiveBytes { get; init; }

    /// <summary>Length of the compressed and encrypted file in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Digest of the file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What the database held, as the snapshot saw it.</summary>
    public required DatabaseContent Content { get; init; }

    /// <summary>How long dump, compression and encryption took, in seconds.</summary>
    public required double DumpSeconds { get; init; }

    /// <summary>The last proof that it can be restored; null until there is one, and until then it does not count.</summary>
    public BackupProof? Proof { get; init; }

    /// <summary>HMAC-SHA256 of everything else here, in hexadecimal.</summary>
    public string? Seal { get; init; }
}

/// <summary>A backup was restored into a scratch database, and held what was backed up.</summary>
/// <param name="At">When.</param>
/// <param name="RestoreSeconds">Decrypting, unpacking and pg_restore.</param>
/// <param name="CompareSeconds">Reading schema, rows and samples of what was restored.</param>
public sealed record BackupProof(DateTimeOffset At, double RestoreSeconds, double CompareSeconds)
{
    /// <summary>The recovery time objective that this proves, in seconds.</summary>
    public double Rto => Math.Round(RestoreSeconds + CompareSeconds, 3);
}
