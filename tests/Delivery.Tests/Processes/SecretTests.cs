using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Tests.Processes;

public sealed class SecretTests
{
    [Fact]
    public void ToString_ShowsNothing() => $"{new Secret("hunter2")}".ShouldBe("***");

    [Fact]
    public void Json_ReadsASecretButNeverWritesOne()
    {
        JsonSerializer.Deserialize<Secret>("\"hunter2\"")!.Reveal().ShouldBe("hunter2");
        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize(new Secret("hunter2")));
    }
}
