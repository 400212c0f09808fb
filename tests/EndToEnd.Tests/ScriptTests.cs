using Testing;

namespace EndToEnd.Tests;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("build.sh")]
    [InlineData(".ci/run")]
    public async Task Script_IsCleanByShellcheck(string script)
    {
        var findings = await Tool.RunAsync(await Tool.FindAsync("shellcheck", "shellcheck"), Path.Combine(Checkout.Root, script));

        findings.ShouldBeEmpty();
    }
}
