using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private const string Valid = """
        {
          "product": "shop",
          "services": {
            "api": { "project": "src/Api", "image": "shop/api", "app": "shop-api" },
            "web": { "project": "src/Web", "image": "shop/web", "app": "shop-web", "environmentVariables": { "API": "${services.api.url}" } }
          },
          "environments": {
            "staging": {
              "subscription": "00000000-0000-0000-0000-000000000000", "resourceGroup": "shop", "location": "westeurope",
              "managedEnvironment": "shop-staging", "registry": "shop.azurecr.io", "drain": "00:00:05"
            }
          }
        }
        """;

    private readonly TemporaryFolder folder = new("settings");

    public SettingsTests()
    {
        folder.Write("src/Api/Api.csproj", "<Project />");
        folder.Write("src/Web/Web.csproj", "<Project />");
    }

    [Fact]
    public void Load_OfAValidFile_FillsDefaults()
    {
        var settings = Load(Valid);

        settings.Root.ShouldBe(folder.Path);
        settings.Services["web"].EnvironmentVariables["API"].ShouldBe("${services.api.url}");
        settings.Services["api"].Port.ShouldBe(8080);
        settings.Environment("staging").ShouldSatisfyAllConditions(
            staging => staging.Name.ShouldBe("staging"),
            staging => staging.Drain.ShouldBe(TimeSpan.FromSeconds(5)),
            staging => staging.Replicas.Maximum.ShouldBe(10),
            staging => staging.Platform.ShouldBe(PlatformKind.ContainerApps));
    }

    [Fact]
    public void Load_WithTenMistakes_GivesTenErrors()
    {
        var wrong = """
            {
              "product": "Shop!",
              "services": {
                "api": { "project": "src/Nowhere", "image": "shop/api", "app": "shop-api", "port": 80800, "probs": {} },
                "web": { "project": "src/Web", "image": "shop/web", "app": "shop-api", "environmentVariables": { "API": "${services.apy.url}" } }
              },
              "environments": {
                "staging": {
                  "subscription": "00000000-0000-0000-0000-000000000000", "resourceGroup": "shop", "location": "westeurope",
                  "managedEnvironment": "shop-staging", "drain": "-1",
                  "replicas": { "minimum": 5, "maximum": 2 },
                  "rollout": { "steps": [{ "weight": 10 }, { "weight": 50 }, { "weight": 110 }] }
                }
              }
            }
            """;

        Errors(wrong).Order().ShouldBe(new[]
        {
            "product: 'Shop!' is not a product name. Use 2 to 31 lower-case letters, digits and dashes, starting with a letter.",
            "services.api.port: '80800' is more than 65535. Give a whole number from 1 to 65535.",
            "services.api.probs: is not a known key. Did you mean 'probes'? Known are: project, image, app, port, milliCpu, probes, environmentVariables, secrets, smoke, scenario.",
            "services.api.project: 'src/Nowhere' does not exist. Give the folder of a project, relative to the repository.",
            "services.web.app: 'shop-api' is taken by services.api. Give each service its own.",
            "services.web.environmentVariables.API: '${services.apy.url}' is not a placeholder that is known here. Did you mean 'services.api.url'? Known are: database.connectionString, release.version, release.commit, environment, services.api.url, services.web.url.",
            "environments.staging.registry: is missing. Add it: Registry the images are pushed to; LocalAzure uses its own instead.",
            "environments.staging.drain: '-1' is not a duration. Give hh:mm:ss.",
            "environments.staging.replicas.minimum: '5' is more than the maximum, 2. Lower the minimum or raise the maximum.",
            "environments.staging.rollout.steps[2].weight: '110' is more than 100. Give weights from 1 to 100, in rising order.",
        }.Order());
    }

    [Theory]
    [InlineData("\"drain\": \"00:00:05\"", "\"drain\": 5", "environments.staging.drain: '5' is not a duration. Give hh:mm:ss.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"drain\": \"02:00:00\"", "environments.staging.drain: '02:00:00' is too long. Give hh:mm:ss from 00:00:00 to 01:00:00.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"approval\": \"yes\"", "environments.staging.approval: 'yes' is not true or false. Write true or false without quotes.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"platform\": \"containerapp\"", "environments.staging.platform: 'containerapp' is not one of the words that are known here. Did you mean 'containerApps'? Known are: containerApps.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"replicas\": []", "environments.staging.replicas: '[…]' is not an object. Give an object in braces.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"location\": \"northeurope\"", "environments.staging.location: stands twice. Keep one of them.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"rollout\": { \"steps\": [{ \"weight\": 50 }, { \"weight\": 20 }, { \"weight\": 100 }] }", "environments.staging.rollout.steps[1].weight: '20' does not rise above 50. Give weights from 1 to 100, in rising order.")]
    [InlineData("\"drain\": \"00:00:05\"", "\"rollout\": { \"steps\": [{ \"weight\": 50 }] }", "environments.staging.rollout.steps[0].weight: '50' is not 100. End with 100: a release gets all traffic or none.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api-with-a-name-that-is-too-long\"", "services.api.app: 'shop-api-with-a-name-that-is-too-long' is not a container app name. Use 2 to 32 lower-case letters, digits and single dashes, starting with a letter.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api\", \"port\": \"8080\"", "services.api.port: '8080' is text, not a whole number. Write the number without quotes.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api\", \"secrets\": { \"KEY\": \"hunter2\" }", "services.api.secrets.KEY: holds a value that is not a placeholder. Give a placeholder such as ${database.connectionString}: this file is no place for secrets.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api\", \"environmentVariables\": { \"WEB\": \"${services.web.url}\" }", "services: need each other's address (api → web → api). Remove one of the addresses: a new address is known only once its app exists.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api\", \"environmentVariables\": { \"FROSTLINE_RELEASE\": \"1\" }", "services.api.environmentVariables.FROSTLINE_RELEASE: is set by the pipeline. Choose another name: names that start with FROSTLINE_ are taken.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api\", \"probes\": { \"startup\": { \"path\": \"health\", \"period\": \"00:00:01\" } }", "services.api.probes.startup.path: 'health' does not start with a slash. Give the path of a URL such as '/health/ready'.")]
    [InlineData("\"app\": \"shop-api\"", "\"app\": \"shop-api\", \"probes\": { \"startup\": { \"path\": \"/\", \"period\": \"00:00:01.5\" } }", "services.api.probes.startup.period: '00:00:01.5' has parts of a second. Give whole seconds: the platform counts in them.")]
    public void Load_WithOneMistake_SaysWhereWhatAndWhatToDo(string right, string wrong, string error) =>
        Errors(Valid.Replace(right, wrong, StringComparison.Ordinal)).ShouldBe([error]);

    [Fact]
    public void Load_OfBrokenJson_NamesLineAndColumn() =>
        Errors("{\n  \"product\": ,\n}").ShouldHaveSingleItem().ShouldStartWith("infrastructure/pipeline.json:2:14: is not JSON (");

    [Fact]
    public void Load_OfNoFile_SaysSo() =>
        Should.Throw<SettingsException>(() => PipelineSettings.Load(Path.Combine(folder.Path, "infrastructure", "pipeline.json")))
            .Message.ShouldStartWith("infrastructure/pipeline.json: cannot be read (");

    [Fact]
    public void Environment_ThatIsUnknown_NamesTheNearest() =>
        Should.Throw<SettingsException>(() => Load(Valid).Environment("stagign"))
            .Message.ShouldBe("--environment: 'stagign' is not an environment. Did you mean 'staging'? Known are: staging.");

    public void Dispose() => folder.Dispose();

    private PipelineSettings Load(string json) => PipelineSettings.Load(folder.Write("infrastructure/pipeline.json", json));

    private IEnumerable<string> Errors(string json) =>
        Should.Throw<SettingsException>(() => Load(json)).Errors.Select(error => error.ToString());
}
