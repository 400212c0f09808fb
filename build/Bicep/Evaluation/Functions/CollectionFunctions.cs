namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Functions of arrays and objects.</summary>
internal static class CollectionFunctions
{
    public static IEnumerable<FunctionInfo> All =>
    [
        new("any", 1, 1, "any", FunctionKind.Shallow, a => a[0]),
        new("array", 1, 1, "array", FunctionKind.Shallow, a => a[0] is ArrayValue ? a[0] : new ArrayValue([a[0]])),
        new("concat", 1, FunctionInfo.Any, "any", FunctionKind.Shallow, Concat),
        new("coalesce", 1, FunctionInfo.Any, "any", FunctionKind.Shallow, a => a.Values.FirstOrDefault(value => !value.IsNull) ?? BicepValue.Null),
        new("contains", 2, 2, "bool", FunctionKind.Shallow, Contains),
        new("empty", 1, 1, "bool", FunctionKind.Shallow, a => new BooleanValue(a[0].IsNull || Length(a) == 0)),
        new("length", 1, 1, "int", FunctionKind.Shallow, a => new IntegerValue(Length(a))),
        new("first", 1, 1, "any", FunctionKind.Shallow, a => End(a, fromEnd: false)),
        new("last", 1, 1, "any", FunctionKind.Shallow, a => End(a, fromEnd: true)),
        new("take", 2, 2, "any", FunctionKind.Shallow, a => Part(a, 0, (int)Math.Clamp(a.Integer(1), 0, int.MaxValue))),
        new("skip", 2, 2, "any", FunctionKind.Shallow, a => Part(a, (int)Math.Clamp(a.Integer(1), 0, int.MaxValue), int.MaxValue)),
        new("indexOf", 2, 2, "int", FunctionKind.Deep, a => IndexOf(a, last: false)),
        new("lastIndexOf", 2, 2, "int", FunctionKind.Deep, a => IndexOf(a, last: true)),
        new("intersection", 2, FunctionInfo.Any, "any", FunctionKind.Deep, Intersection),
        new("union", 2, FunctionInfo.Any, "any", FunctionKind.Shallow, Union),
        new("shallowMerge", 1, 1, "object", FunctionKind.Shallow, a => new ObjectValue(a.Array(0).Items.SelectMany(item => item.Value.Members))),
        new("flatten", 1, 1, "array", FunctionKind.Shallow, a => new ArrayValue([.. a.Array(0).Items.SelectMany(item => item.Value.Items)])),
        new("range", 2, 2, "array", FunctionKind.Shallow, Range),
        new("items", 1, 1, "array", FunctionKind.Shallow, Items),
        new("objectKeys", 1, 1, "array", FunctionKind.Shallow, a => new ArrayValue(Sorted(a.Object(0)).Select(member => new StringValue(member.Name)))),
        new("tryGet", 2, FunctionInfo.Any, "any", FunctionKind.Shallow, TryGet),
        new("filter", 2, 2, "array", FunctionKind.Shallow, a => Filter(a)),
        new("map", 2, 2, "array", FunctionKind.Shallow, a => new ArrayValue([.. a.Array(0).Items.Select((item, index) => new BicepItem(Call(a.Lambda(1), item.Value, index), item.At))])),
        new("mapValues", 2, 2, "object", FunctionKind.Shallow, a => new ObjectValue(a.Object(0).Members.Select(member => new BicepMember(member.Name, a.Lambda(1).Call(member.Value))))),
        new("sort", 2, 2, "array", FunctionKind.Shallow, Sort),
        new("reduce", 3, 3, "any", FunctionKind.Shallow, Reduce),
        new("groupBy", 2, 3, "object", FunctionKind.Shallow, GroupBy),
        new("toObject", 2, 3, "object", FunctionKind.Shallow, ToObject),
        new("min", 1, FunctionInfo.Any, "int", FunctionKind.Deep, a => new IntegerValue(Numbers(a).Min())),
        new("max", 1, FunctionInfo.Any, "int", FunctionKind.Deep, a => new IntegerValue(Numbers(a).Max())),
    ];

    internal static ObjectValue Merge(ObjectValue first, ObjectValue second) =>
        new(first.Members.Concat(second.Members.Select(member =>
            member.Value is ObjectValue added && first[member.Name] is ObjectValue present ? member with { Value = Merge(present, added) } : member)));

    private static BicepValue Call(LambdaValue lambda, BicepValue item, int index) =>
        lambda.Parameters == 2 ? lambda.Call(item, new IntegerValue(index)) : lambda.Call(item);

    private static BicepValue Concat(Arguments a)
    {
        if (a.Count > 0 && a[0] is ArrayValue && a.Values.All(value => !value.IsSymbolic))
        {
            return new ArrayValue([.. a.Values.SelectMany((_, index) => a.Array(index).Items)]);
        }

        return a.Values.FirstOrDefault(value => value.ContainsSymbolic) is null
            ? new StringValue(string.Concat(a.Texts()))
            : new SymbolicValue($"concat({string.Join(", ", a.Values)})", a.Values.Any(value => value.ContainsSecret));
    }

    private static BooleanValue Contains(Arguments a) => new(a[0] switch
    {
        ArrayValue array => array.Items.Any(item => item.Value.Equals(a[1])),
        ObjectValue members => members[a.Text(1)] is not null,
        StringValue text => text.Value.Contains(Arguments.PlainText(a[1]), StringComparison.Ordinal),
        _ => throw a.Wrong(0, "an array, an object or a string"),
    });

    private static int Length(Arguments a) => a[0] switch
    {
        ArrayValue array => array.Items.Count,
        ObjectValue members => members.Members.Count,
        StringValue text => text.Value.Length,
        _ => throw a.Wrong(0, "an array, an object or a string"),
    };

    private static BicepValue End(Arguments a, bool fromEnd) => a[0] switch
    {
        ArrayValue { Items.Count: 0 } => BicepValue.Null,
        ArrayValue array => array.Items[fromEnd ? array.Items.Count - 1 : 0].Value,
        StringValue text => new StringValue(text.Value.Length == 0 ? "" : text.Value.Substring(fromEnd ? text.Value.Length - 1 : 0, 1)),
        _ => throw a.Wrong(0, "an array or a string"),
    };

    private static BicepValue Part(Arguments a, int skip, int take) => a[0] switch
    {
        ArrayValue array => new ArrayValue([.. array.Items.Skip(skip).Take(take)]),
        StringValue text => new StringValue(string.Concat(text.Value.Skip(skip).Take(take))),
        _ => throw a.Wrong(0, "an array or a string"),
    };

    private static IntegerValue IndexOf(Arguments a, bool last)
    {
        if (a[0] is ArrayValue array)
        {
            var positions = Enumerable.Range(0, array.Items.Count).Where(index => array.Items[index].Value.Equals(a[1])).DefaultIfEmpty(-1);
            return new IntegerValue(last ? positions.Last() : positions.First());
        }

        return new IntegerValue(last
            ? a.Text(0).LastIndexOf(a.Text(1), StringComparison.OrdinalIgnoreCase)
            : a.Text(0).IndexOf(a.Text(1), StringComparison.OrdinalIgnoreCase));
    }

    private static BicepValue Intersection(Arguments a)
    {
        if (a[0] is ArrayValue first)
        {
            var others = Enumerable.Range(1, a.Count - 1).Select(a.Array).ToList();
            return new ArrayValue([.. first.Items.DistinctBy(item => item.Value).Where(item => others.TrueForAll(other => other.Items.Any(same => same.Value.Equals(item.Value))))]);
        }

        var objects = Enumerable.Range(1, a.Count - 1).Select(a.Object).ToList();
        return new ObjectValue(a.Object(0).Members.Where(member => objects.TrueForAll(other => other[member.Name] is { } same && same.Equals(member.Value))));
    }

    private static BicepValue Union(Arguments a)
    {
        if (a[0] is ArrayValue)
        {
            return new ArrayValue([.. Enumerable.Range(0, a.Count).SelectMany(index => a.Array(index).Items).DistinctBy(item => item.Value)]);
        }

        return Enumerable.Range(1, a.Count - 1).Select(a.Object).Aggregate(a.Object(0), Merge);
    }

    private static ArrayValue Range(Arguments a)
    {
        var start = a.Integer(0);
        var count = a.Integer(1);
        return count is < 0 or > 10_000 || start is > int.MaxValue or < int.MinValue
            ? throw new EvaluationException($"range({start}, {count}): the count must be from 0 to 10000.")
            : new ArrayValue(Enumerable.Range(0, (int)count).Select(index => new IntegerValue(start + index)));
    }

    private static IEnumerable<BicepMember> Sorted(ObjectValue value) => value.Members.OrderBy(member => member.Name, StringComparer.OrdinalIgnoreCase);

    private static ArrayValue Items(Arguments a) => new([.. Sorted(a.Object(0)).Select(member =>
        new BicepItem(new ObjectValue([new("key", new StringValue(member.Name)), new("value", member.Value, member.At)]), member.At))]);

    private static BicepValue TryGet(Arguments a)
    {
        var current = a[0];
        foreach (var step in a.Values.Skip(1))
        {
            var next = step.AsInteger() is { } index && current is ArrayValue array
                ? (index >= 0 && index < array.Items.Count ? array.Items[(int)index].Value : null)
                : step.AsString() is { } name ? current[name] : null;
            if (next is null)
            {
                return BicepValue.Null;
            }

            current = next;
        }

        return current;
    }

    private static BicepValue Filter(Arguments a)
    {
        var kept = new List<BicepItem>();
        for (var i = 0; i < a.Array(0).Items.Count; i++)
        {
            var item = a.Array(0).Items[i];
            var decision = Call(a.Lambda(1), item.Value, i);
            if (decision.IsSymbolic)
            {
                return new SymbolicValue($"filter({a[0]}, {a[1]})", a[0].ContainsSecret);
            }

            if (decision.AsBoolean() ?? throw NoBoolean(TypeOf(a.Array(0).Items), "(any[, int]) => bool", decision))
            {
                kept.Add(item);
            }
        }

        return new ArrayValue(kept);
    }

    private static EvaluationException NoBoolean(string items, string wanted, BicepValue decision) =>
        new($"Argument of type \"{items} => {ValueTypes.Of(decision)}\" is not assignable to parameter of type \"{wanted}\".", "BCP070") { Argument = 1 };

    private static string TypeOf(IEnumerable<BicepItem> items)
    {
        var types = items.Select(item => ValueTypes.Of(item.Value)).Distinct().Order(StringComparer.Ordinal).ToList();
        return types is [var only] ? only : $"({string.Join(" | ", types)})";
    }

    private static BicepValue Sort(Arguments a)
    {
        var items = a.Array(0).Items.ToList();
        var lambda = a.Lambda(1);
        if (items.Exists(item => item.Value.ContainsSymbolic))
        {
            return new SymbolicValue($"sort({a[0]}, {a[1]})", a[0].ContainsSecret);
        }

        // An insertion by halves: unlike List.Sort it cannot be led astray by a comparison that contradicts itself.
        var sorted = new List<BicepItem>(items.Count);
        foreach (var item in items)
        {
            int low = 0, high = sorted.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                var decision = lambda.Call(item.Value, sorted[middle].Value);
                if (decision.AsBoolean() ?? throw NoBoolean($"({TypeOf(items)}, {TypeOf(items)})", "(any, any) => bool", decision))
                {
                    high = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            sorted.Insert(low, item);
        }

        return new ArrayValue(sorted);
    }

    private static BicepValue Reduce(Arguments a)
    {
        var lambda = a.Lambda(2);
        var result = a[1];
        for (var i = 0; i < a.Array(0).Items.Count; i++)
        {
            var item = a.Array(0).Items[i].Value;
            result = lambda.Parameters == 3 ? lambda.Call(result, item, new IntegerValue(i)) : lambda.Call(result, item);
        }

        return result;
    }

    private static ObjectValue GroupBy(Arguments a) => new(a.Array(0).Items
        .GroupBy(item => Arguments.PlainText(a.Lambda(1).Call(item.Value)))
        .Select(group => new BicepMember(group.Key, new ArrayValue([.. group.Select(item => a.Has(2) ? new BicepItem(a.Lambda(2).Call(item.Value)) : item)]))));

    private static BicepValue ToObject(Arguments a)
    {
        var members = new List<BicepMember>();
        foreach (var item in a.Array(0).Items)
        {
            var key = a.Lambda(1).Call(item.Value);
            if (key.IsSymbolic)
            {
                return new SymbolicValue($"toObject({string.Join(", ", a.Values)})", a[0].ContainsSecret);
            }

            members.Add(new BicepMember(key.AsString() ?? throw new EvaluationException("The keys that 'toObject' makes must be strings."), a.Has(2) ? a.Lambda(2).Call(item.Value) : item.Value, item.At));
        }

        return new ObjectValue(members);
    }

    private static IEnumerable<long> Numbers(Arguments a)
    {
        var values = a.Count == 1 && a[0] is ArrayValue array ? [.. array.Items.Select(item => item.Value)] : a.Values;
        return values.Count == 0
            ? throw new EvaluationException("There is no least or greatest of no numbers.")
            : values.Select(value => value.AsInteger() ?? throw new EvaluationException($"{value} is not an integer."));
    }
}
