using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Settings;

public sealed class PipelineSchemaTests
{
    private static string Infrastructure(string file) => Path.Combine(Checkout.Root, "infrastructure", file);

    [Fact]
    public void Schema_InTheRepository_IsTheOneTheRecordsGive() => InRepository(Infrastructure("pipeline.schema.json"), PipelineSchema.Write());

    [Fact]
    public void Settings_InTheRepository_Load()
    {
        var settings = PipelineSettings.Load(Infrastructure("pipeline.json"));

        settings.Services.Keys.ShouldBe(["api", "web"]);
        settings.Services["web"].Name.ShouldBe("web");
        settings.Environment("staging").Drain.ShouldBe(TimeSpan.FromSeconds(2));
        settings.Environment("staging").Rollout.StepsOf(judged: false).ShouldBe([new StepSettings { Weight = 100, Bake = TimeSpan.Zero }]);
        settings.DatabaseName("staging").ShouldBe("coffee_staging");
    }

    private static void InRepository(string path, string content)
    {
        if (Environment.GetEnvironmentVariable(Golden.UpdateVariable) == "1")
            File.WriteAllText(path, content);
        File.ReadAllText(path).ShouldBe(content, $"Run the test with {Golden.UpdateVariable}=1 when the change is meant.");
    }
}
