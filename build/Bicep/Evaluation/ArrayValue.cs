using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>Values in order.</summary>
public sealed class ArrayValue(IReadOnlyList<BicepItem> items) : BicepValue
{
    public ArrayValue(IEnumerable<BicepValue> values)
        : this([.. values.Select(value => new BicepItem(value))])
    {
    }

    public override string TypeName => "array";

    public override IReadOnlyList<BicepItem> Items => items;

    public override bool ContainsSymbolic => Items.Any(item => item.Value.ContainsSymbolic);

    public override bool ContainsSecret => Items.Any(item => item.Value.ContainsSecret);

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.Value.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    public override string ToString() => $"[{string.Join(", ", Items.Select(item => item.Value))}]";

    public override bool Equals(BicepValue? other) =>
        other is ArrayValue array && array.Items.Count == Items.Count
        && Items.Zip(array.Items).All(pair => pair.First.Value.Equals(pair.Second.Value));

    public override int GetHashCode() => HashCode.Combine(Items.Count, Items.Count == 0 ? null : Items[0].Value);
}
