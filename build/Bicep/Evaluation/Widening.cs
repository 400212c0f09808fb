namespace Frostline.Bicep.Evaluation;

/// <summary>
/// The items of an array as one type: what only some of them have, all of them may have. So that a loop over objects of
/// several shapes may ask which it has before it reads it.
/// </summary>
internal static class Widening
{
    private const int MostItems = 1000;

    public static ArrayValue Of(ArrayValue array)
    {
        var objects = array.Items.Select(item => item.Value).OfType<ObjectValue>().ToList();
        if (objects.Count < 2 || objects.Count > MostItems)
        {
            return array;
        }

        var names = objects.SelectMany(value => value.Members).Select(member => member.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return objects.TrueForAll(value => value.Members.Count == names.Count)
            ? array
            : new ArrayValue([.. array.Items.Select(item => item.Value is ObjectValue value ? new BicepItem(Widen(value, names), item.At) : item)]);
    }

    private static ObjectValue Widen(ObjectValue value, List<string> names) =>
        new([.. value.Members, .. names.Where(name => value[name] is null).Select(name => new BicepMember(name, new SymbolicValue(name)))]);
}
