using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>Values in order.</summary>
public sealed class ArrayValue : BicepValue
{
    public ArrayValue(IReadOnlyList<BicepItem> items)
    {
        Items = items;
        long weight = 1;
        foreach (var item in items)
        {
            ContainsSymbolic |= item.Value.ContainsSymbolic;
            ContainsSecret |= item.Value.ContainsSecret;
            IsBroken |= item.Value.IsBroken;
            weight += item.Value.Weight;
        }

        Weight = (int)Math.Min(weight, int.MaxValue);
    }

    public ArrayValue(IEnumerable<BicepValue> values)
        : this([.. values.Select(value => new BicepItem(value))])
    {
    }

    public override string TypeName => "array";

    public override IReadOnlyList<BicepItem> Items { get; }

    public override bool ContainsSymbolic { get; }

    public override bool ContainsSecret { get; }

    internal override bool IsBroken { get; }

    internal override int Weight { get; }

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
