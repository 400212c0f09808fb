using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>A resource or module that an expression names; only its members have values.</summary>
internal abstract class ReferenceValue(string text) : BicepValue
{
    public string Text => text;

    public override bool IsSymbolic => true;

    public override bool ContainsSymbolic => true;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue($"[{Text}]");

    public override string ToString() => Text;

    public override bool Equals(BicepValue? other) => other is ReferenceValue reference && reference.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

internal sealed class ResourceValue(ResourceInstance instance) : ReferenceValue(instance.Label)
{
    public ResourceInstance Instance => instance;

    public override string TypeName => "resource";
}

internal sealed class ModuleValue(ModuleInstance instance) : ReferenceValue(instance.Label)
{
    public ModuleInstance Instance => instance;

    public override string TypeName => "module";
}
