using Frostline.Images;
using Testing;

namespace Images.Tests.Registries;

public sealed class DockerCredentialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Find_InAuths_DecodesUserAndPassword()
    {
        var file = _folder.Write("config.json", $$$$"""{"auths":{"registry.example:5000":{"auth":"{{{{Convert.ToBase64String("ada:pass:word"u8)}}}}"}}}""");

        var found = (await DockerCredentials.FindAsync(file, "registry.example:5000", CancellationToken.None))!;

        found.User.ShouldBe("ada");
        found.Password.Reveal().ShouldBe("pass:word");
        found.ToString().ShouldBe("RegistryCredentials { User = ada, Password = *** }");
    }

    [Fact]
    public async Task Find_OfAnotherRegistryOrWithoutAFile_FindsNothing()
    {
        var file = _folder.Write("config.json", """{"auths":{"registry.example":{"auth":"YTpi"}}}""");

        (await DockerCredentials.FindAsync(file, "other.example", CancellationToken.None)).ShouldBeNull();
        (await DockerCredentials.FindAsync(Path.Combine(_folder.Path, "none.json"), "other.example", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Find_WithAHelper_AsksItForTheRegistry()
    {
        Script.Write(_folder.Combine("docker-credential-frostlinetest"), """
            read -r registry
            echo "{\"ServerURL\":\"$registry\",\"Username\":\"ada\",\"Secret\":\"$1 $registry\"}"
            """);
        Environment.SetEnvironmentVariable("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}");
        var file = _folder.Write("config.json", """{"credsStore":"frostlinetest"}""");

        var found = (await DockerCredentials.FindAsync(file, "registry.example", CancellationToken.None))!;

        found.User.ShouldBe("ada");
        found.Password.Reveal().ShouldBe("get registry.example");
    }

    [Fact]
    public async Task Find_WithAHelperThatIsNotInstalled_NamesIt()
    {
        var file = _folder.Write("config.json", """{"credHelpers":{"registry.example":"not-installed-here"}}""");

        var error = await Should.ThrowAsync<RegistryException>(() => DockerCredentials.FindAsync(file, "registry.example", CancellationToken.None));

        error.Message.ShouldStartWith("docker-credential-not-installed-here: cannot be run:");
    }

    [Fact]
    public async Task Find_InADamagedFile_SaysHowToMakeItAnew()
    {
        var file = _folder.Write("config.json", "{");

        var error = await Should.ThrowAsync<RegistryException>(() => DockerCredentials.FindAsync(file, "registry.example", CancellationToken.None));

        error.Message.ShouldEndWith("Sign in again with 'docker login registry.example'.");
    }

    public void Dispose() => _folder.Dispose();
}
