namespace Frostline.Bicep.Binding;

/// <summary>Finds circles in what depends on what, without recursion: chains may be as long as a file.</summary>
internal static class DependencyPath
{
    /// <summary>All nodes that are on a circle, each with one such circle that begins with it.</summary>
    public static Dictionary<T, IReadOnlyList<T>> Circles<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> next) where T : class
    {
        var circles = new Dictionary<T, IReadOnlyList<T>>();
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
                        circles.TryAdd(circle[i], [.. circle[i..], .. circle[..i]]);
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
}
