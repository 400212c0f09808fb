using Frostline.Backups.Servers;

namespace Frostline.Backups.Tests.Servers;

public sealed class PostgresToolsTests
{
    private static readonly PostgresTools[] Found = [new("/a", "14.9"), new("/b", "17.2"), new("/c", "16.1")];

    [Theory]
    [InlineData(14, "14.9")]
    [InlineData(15, "16.1")]
    [InlineData(17, "17.2")]
    public void Choose_TakesTheServersVersion_ElseTheNextNewer(int server, string expected) =>
        PostgresTools.Choose(Found, server).Version.ShouldBe(expected);

    [Fact]
    public void Choose_ForANewerServer_SaysWhatToInstall() =>
        Should.Throw<BackupException>(() => PostgresTools.Choose(Found, 18)).Message.ShouldBe(
            "pg_dump: the server is PostgreSQL 18, this machine has pg_dump 14.9, 17.2, 16.1, which reads no newer servers than itself. " +
            "Install the newer one, on Debian with: apt-get install postgresql-client-18.");

    [Fact]
    public void Choose_WhenThereAreNone_SaysWhatToInstall() =>
        Should.Throw<BackupException>(() => PostgresTools.Choose([], 15)).Message.ShouldBe("pg_dump: not on this machine. Install it, on Debian with: apt-get install postgresql-client-15.");
}
