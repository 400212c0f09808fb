using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Settings;
using Frostline.Pipeline.Provisioning;
using Testing;

namespace Pipeline.Tests;

/// <summary>Which compiler a deployment is compiled with.</summary>
public sealed class TemplateCompilerTests : IDisposable
{
    private static readonly EnvironmentSettings Environment = new()
    {
        Name = "staging", Subscription = Guid.Empty.ToString(), ResourceGroup = "group", Location = "westeurope", ManagedEnvironment = "home", Registry = "registry",
    };

    private readonly TemporaryFolder folder = new("compiler");
    private readonly InfrastructureFiles files;

    public TemplateCompilerTests()
    {
        files = new(folder.Combine("main.bicep"), folder.Combine("staging.bicepparam"), "0");
        File.WriteAllText(files.Main, "param greeting string\nparam sizes int[] = [1]\noutput said string = greeting\n");
        File.WriteAllText(files.Parameters, "using 'main.bicep'\nparam greeting = '[hello]'\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Compile_WithoutTheOfficialCompiler_IsDoneHere()
    {
        var compiled = await CompileAsync([folder.Combine("bicep")]);

        compiled.Engine.ShouldStartWith("Frostline.Bicep ");
        compiled.Takes("sizes").ShouldBeTrue();
        compiled.Parameters.ToJsonString().ShouldBe("""{"greeting":{"value":"[hello]"}}""");
    }

    [Fact]
    public async Task Compile_WithTheOfficialCompiler_TakesItsWordAndNamesItsVersion()
    {
        Official("bicep", $$$$"""
            [ "$1" = --version ] && echo 'Bicep CLI version 0.38.33 (6bb5d5f859)' && exit
            [ "$*" = 'build-params {{{{files.Parameters}}}} --stdout' ] && echo '{"parametersJson":"{\"parameters\":{\"greeting\":{\"value\":\"official\"}}}","templateJson":"{\"parameters\":{\"greeting\":{}}}"}'
            """);

        var compiled = await CompileAsync([folder.Combine("bicep")]);

        compiled.Engine.ShouldBe("bicep 0.38.33");
        compiled.Parameters.ToJsonString().ShouldBe("""{"greeting":{"value":"official"}}""");
        compiled.Takes("greeting").ShouldBeTrue();
    }

    [Fact]
    public async Task Compile_WithTheAzureCli_AsksItsBicep_UnlessItHasNone()
    {
        Official("az", $$$$"""
            [ "$*" = 'bicep version' ] && echo 'Bicep CLI version 0.37.4 (27cc8db2ab)' && exit
            [ "$*" = 'bicep build-params --file {{{{files.Parameters}}}} --stdout' ] && echo '{"parametersJson":"{\"parameters\":{}}","templateJson":"{}"}'
            """);
        (await CompileAsync([folder.Combine("az"), "bicep"])).Engine.ShouldBe("az bicep 0.37.4");

        Official("az", "echo 'Bicep CLI not found. Install it now by running \"az bicep install\".' >&2; exit 1");
        (await CompileAsync([folder.Combine("az"), "bicep"])).Engine.ShouldStartWith("Frostline.Bicep ");
    }

    [Fact]
    public async Task Compile_OfFilesWithErrors_TellsWhatTheOfficialCompilerTells()
    {
        Official("bicep", $$"""
            [ "$1" = --version ] && echo 'Bicep CLI version 0.38.33 (6bb5d5f859)' && exit
            echo 'main.bicep(1,7) : Error BCP057: The name "x" does not exist in the current context.' >&2; exit 1
            """);

        (await Should.ThrowAsync<DeliveryException>(() => CompileAsync([folder.Combine("bicep")]))).Message.ShouldContain("BCP057");
    }

    [Fact]
    public async Task Compile_OfAFileThatReadsAVariable_TakesTheOneGiven_OrSaysThatThereIsNone()
    {
        File.WriteAllText(files.Parameters, "using 'main.bicep'\nparam greeting = readEnvironmentVariable('GREETING')\n");

        (await CompileAsync([folder.Combine("bicep")], new Dictionary<string, string> { ["GREETING"] = "hello" })).Parameters.ToJsonString().ShouldBe("""{"greeting":{"value":"hello"}}""");
        (await Should.ThrowAsync<DeliveryException>(() => CompileAsync([folder.Combine("bicep")]))).Message.ShouldContain("(2,42): error BCP427:");
    }

    private Task<InfrastructureTemplate> CompileAsync(IReadOnlyList<string> place, IReadOnlyDictionary<string, string>? variables = null) =>
        new TemplateCompiler(new ProcessRunner(TimeProvider.System), [place]) { Variables = variables ?? new Dictionary<string, string>() }.CompileAsync(files, Environment, CancellationToken.None);

    private void Official(string name, string body) => Script.Write(folder.Combine(name), body);
}
