using Frostline.Backups.Servers;
using Frostline.Delivery.Processes;
using Testing;

namespace Frostline.Backups.Tests.Servers;

public sealed class PostgresToolsTests(PostgresServer server)
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

    [Theory]
    [InlineData("pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "15.14", 15)]
    [InlineData("pg_dump (PostgreSQL) 17.6 (Ubuntu 17.6-1.pgdg24.04+1)", "17.6", 17)]
    [InlineData("pg_dump (PostgreSQL) 18beta2 (Debian 18~beta2-1.pgdg12+1)", "18", 18)]
    [InlineData("pg_dump (PostgreSQL) 19devel", "19", 19)]
    [InlineData("pg_dump (PostgreSQL) 9.6.24", "9.6", 9)]
    public void Read_TakesTheVersion_OfWhatProgramsSay(string said, string version, int major)
    {
        var tools = PostgresTools.Read("/a", said).ShouldNotBeNull();

        tools.Version.ShouldBe(version);
        tools.Major.ShouldBe(major);
    }

    [Fact]
    public void Read_OfWhatIsNoVersion_IsNone() => PostgresTools.Read("/a", "Error: You must install at least one postgresql-client-<version> package").ShouldBeNull();

    [Fact]
    public async Task For_AServerThatIsNewerThanWhatIsInstalled_SaysWhatIs()
    {
        await server.CreateDatabaseAsync();

        var refused = await Should.ThrowAsync<BackupException>(() => PostgresTools.ForAsync(99, new ProcessRunner(TimeProvider.System), "", TestContext.Current.CancellationToken));

        refused.Message.ShouldMatch(@"^pg_dump: the server is PostgreSQL 99, this machine has pg_dump \d+\.\d+(, .*)?, which reads no newer servers than itself\. Install");
    }

    [Fact]
    public void Choose_WhenThereAreNone_SaysWhatToInstall() =>
        Should.Throw<BackupException>(() => PostgresTools.Choose([], 15)).Message.ShouldBe("pg_dump: not on this machine. Install it, on Debian with: apt-get install postgresql-client-15.");
}
