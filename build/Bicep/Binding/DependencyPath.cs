namespace Frostline.Bicep.Binding;

/// <summary>Finds circles in what depends on what, without recursion: chains may be as long as a file.</summary>
internal static class DependencyPath
{
    private const int Shown = 20;

    /// <summary>All nodes that are on a circle, each with one such circle that begins with it.</summary>
    public static Dictionary<T, Circle<T>> Circles<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> next) where T : class
    {
        var circles = new Dictionary<T, Circle<T>>();
        var done = new HashSet<T>();
        foreach (var start in nodes)
        {
            if (done.Contains(start))
            {
                continue;
            }

            var path = new List<T>();
            var positions = new Dictionary<T, int>();
            var stack = new Stack<IEnumerator<T>>();
            Enter(start);
            while (stack.TryPeek(out var branches))
            {
                if (!branches.MoveNext())
                {
                    stack.Pop().Dispose();
                    positions.Remove(path[^1]);
                    done.Add(path[^1]);
                    path.RemoveAt(path.Count - 1);
                }
                else if (positions.TryGetValue(branches.Current, out var position))
                {
                    var circle = path[position..];
                    for (var i = 0; i < circle.Count; i++)
                    {
                        circles.TryAdd(circle[i], new Circle<T>(circle, i));
                    }
                }
                else if (!done.Contains(branches.Current))
                {
                    Enter(branches.Current);
                }
            }

            void Enter(T node)
            {
                positions.Add(node, path.Count);
                path.Add(node);
                stack.Push(next(node).GetEnumerator());
            }
        }

        return circles;
    }

    /// <summary>The way around a circle in words: <c>"a" -&gt; "b"</c>, without its middle when it is long.</summary>
    public static string Describe<T>(IEnumerable<T> steps, Func<T, string> name)
    {
        var shown = steps.Take(Shown + 1).Select(name).ToList();
        if (shown.Count > Shown)
        {
            shown[^1] = "…";
        }

        return $"\"{string.Join("\" -> \"", shown)}\"";
    }
}

/// <summary>Nodes that each need the next, and the last the first.</summary>
internal readonly record struct Circle<T>(IReadOnlyList<T> Nodes, int Start)
{
    public int Count => Nodes.Count;

    public T First => Nodes[Start];

    /// <summary>What the first needs; itself when it is alone.</summary>
    public T Second => Nodes[(Start + 1) % Nodes.Count];

    /// <summary>From the first on.</summary>
    public IEnumerable<T> Steps => Nodes.Skip(Start).Concat(Nodes.Take(Start));

    /// <summary>What the first needs, and so on to the first itself.</summary>
    public IEnumerable<T> Needed => Steps.Skip(1).Append(First);
}
