using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>Names with values. Names are looked up without regard to case, as ARM does; order does not count when comparing.</summary>
public sealed class ObjectValue : BicepValue
{
    private readonly Dictionary<string, int> _positions;
    private readonly List<BicepMember> _members;

    /// <param name="members">Of several members with one name the last one counts, at the place of the first.</param>
    public ObjectValue(IEnumerable<BicepMember> members)
    {
        _members = [];
        _positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in members)
        {
            if (_positions.TryGetValue(member.Name, out var position))
            {
                _members[position] = member;
            }
            else
            {
                _positions.Add(member.Name, _members.Count);
                _members.Add(member);
            }
        }

        long weight = 1;
        foreach (var member in _members)
        {
            ContainsSymbolic |= member.Value.ContainsSymbolic;
            ContainsSecret |= member.Value.ContainsSecret;
            IsBroken |= member.Value.IsBroken;
            weight += member.Value.Weight;
        }

        Weight = (int)Math.Min(weight, int.MaxValue);
    }

    public static ObjectValue Empty { get; } = new([]);

    public override string TypeName => "object";

    public override IReadOnlyList<BicepMember> Members => _members;

    public override BicepValue? this[string name] => _positions.TryGetValue(name, out var position) ? _members[position].Value : null;

    public override bool ContainsSymbolic { get; }

    public override bool ContainsSecret { get; }

    internal override bool IsBroken { get; }

    internal override int Weight { get; }

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in _members)
        {
            writer.WritePropertyName(member.Name);
            member.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public override string ToString() => _members.Count == 0 ? "{}" : $"{{ {string.Join(", ", _members.Select(member => $"{member.Name}: {member.Value}"))} }}";

    public override bool Equals(BicepValue? other) =>
        other is ObjectValue { } value && value._members.Count == _members.Count
        && _members.All(member => value[member.Name] is { } same && same.Equals(member.Value));

    public override int GetHashCode() => _members.Count;
}
