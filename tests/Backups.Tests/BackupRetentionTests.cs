namespace Frostline.Backups.Tests;

public sealed class BackupRetentionTests
{
    private static readonly DateTimeOffset Newest = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    private static BackupManifest At(DateTimeOffset at, bool proven = true) => new()
    {
        Id = at.ToString("yyyy-MM-dd HH", System.Globalization.CultureInfo.InvariantCulture), Database = "coffee", TakenAt = at, Server = "", Tool = "", Locale = new("", "", ""),
        ArchiveBytes = 0, FileBytes = 0, Sha256 = "", Content = new([], []), DumpSeconds = 0, Proof = proven ? new(at, 1, 1) : null,
    };

    private static string[] KeptOf(BackupRetention retention, params BackupManifest[] backups) =>
        [.. backups.Except(retention.Expired(backups)).OrderByDescending(backup => backup.TakenAt).Select(backup => backup.Id)];

    [Fact]
    public void OfAYearOfDays_SevenDays_FourWeeks_AndThreeMonthsAreKept()
    {
        var year = Enumerable.Range(0, 365).Select(day => At(Newest.AddDays(-day))).ToArray();

        KeptOf(new(), year).ShouldBe(
        [
            "2026-11-20 03", "2026-11-19 03", "2026-11-18 03", "2026-11-17 03", "2026-11-16 03", "2026-11-15 03", "2026-11-14 03",
            "2026-11-08 03", "2026-11-01 03", "2026-10-31 03", "2026-09-30 03",
        ]);
    }

    [Fact]
    public void OfTheLastDay_AllAreKept_AndOfAnEarlierOneTheNewest() =>
        KeptOf(new(), At(Newest), At(Newest.AddHours(-1)), At(Newest.AddHours(-2)), At(Newest.AddHours(-30)), At(Newest.AddHours(-31)))
            .ShouldBe(["2026-11-20 03", "2026-11-20 02", "2026-11-20 01", "2026-11-18 21"]);

    [Fact]
    public void AfterMonthsWithoutBackups_NothingOfWhatThereIsGoes() =>
        KeptOf(new(), At(Newest.AddDays(-400)), At(Newest.AddDays(-401)), At(Newest.AddDays(-402))).Length.ShouldBe(3);

    [Fact]
    public void TheOnlyVerifiedBackup_Stays_HoweverOldItIs() =>
        KeptOf(new(1, 0, 0), At(Newest.AddDays(-500)), At(Newest, proven: false), At(Newest.AddDays(-1), proven: false))
            .ShouldBe(["2026-11-20 03", "2026-11-19 03", "2025-07-08 03"]);

    [Fact]
    public void WhatWasNeverVerified_CountsForNothing_OnceANewerOneWas() =>
        KeptOf(new(7, 0, 0), At(Newest), At(Newest.AddDays(-1), proven: false), At(Newest.AddDays(-2))).ShouldBe(["2026-11-20 03", "2026-11-18 03"]);

    [Fact]
    public void WithoutAnyVerifiedOne_NothingGoes() => new BackupRetention(1, 0, 0).Expired([At(Newest, proven: false), At(Newest.AddDays(-9), proven: false)]).ShouldBeEmpty();
}
