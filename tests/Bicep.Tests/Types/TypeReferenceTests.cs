using Frostline.Bicep.Types;

namespace Bicep.Tests.Types;

public sealed class TypeReferenceTests
{
    [Fact]
    public async Task Node_AskedForByTwoThreadsAtOnce_IsNeverTakenForACircle()
    {
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var reference = new TypeReference(() =>
        {
            inside.Set();
            goOn.Wait(TimeSpan.FromMinutes(1));
            return new BooleanNode();
        });

        var first = Task.Run(() => reference.Node);
        inside.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        var second = Task.Run(() => reference.Node);
        goOn.Set();

        (await first).ShouldBeOfType<BooleanNode>();
        (await second).ShouldBeOfType<BooleanNode>();
    }

    [Fact]
    public void Node_ThatIsNothingButItself_IsAny()
    {
        TypeReference? reference = null;
        reference = new TypeReference(() => reference!.Node);

        reference.Node.ShouldBeOfType<AnyNode>();
    }
}
