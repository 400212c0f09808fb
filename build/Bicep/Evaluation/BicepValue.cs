using System.Globalization;
using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>
/// What an expression is worth: null, a boolean, an integer, a string, an array, an object, or a <see cref="SymbolicValue"/>
/// that only a deployment can know. Values never change and compare by content, not by where they were written.
/// </summary>
public abstract class BicepValue : IEquatable<BicepValue>
{
    private protected BicepValue()
    {
    }

    public static BicepValue Null => NullValue.Instance;

    /// <summary>The word Bicep uses for its type: <c>string</c>, <c>int</c>, <c>bool</c>, <c>object</c>, <c>array</c>, <c>null</c>; <c>any</c> when symbolic.</summary>
    public abstract string TypeName { get; }

    /// <summary>The text, when it is a string that is known before deployment.</summary>
    public virtual string? AsString() => null;

    /// <summary>The number, when it is an integer that is known before deployment.</summary>
    public virtual long? AsInteger() => null;

    /// <summary>True or false, when it is a boolean that is known before deployment.</summary>
    public virtual bool? AsBoolean() => null;

    /// <summary>The items; empty when it is not an array.</summary>
    public virtual IReadOnlyList<BicepItem> Items => [];

    /// <summary>The members in the order they were written; empty when it is not an object.</summary>
    public virtual IReadOnlyList<BicepMember> Members => [];

    /// <summary>The member of that name (case does not matter), or null when there is none or it is not an object.</summary>
    public virtual BicepValue? this[string name] => null;

    /// <summary>Known only at deployment, as a whole.</summary>
    public virtual bool IsSymbolic => false;

    public bool IsNull => this is NullValue;

    /// <summary>Some part of it is known only at deployment.</summary>
    public virtual bool ContainsSymbolic => false;

    /// <summary>Some part of it comes from a secure parameter or a function that reads keys.</summary>
    public virtual bool ContainsSecret => false;

    /// <summary>
    /// The value at a path such as <c>properties.template.containers[0].image</c>; null when nothing is there.
    /// A path that goes on below a symbolic value gives that symbolic value.
    /// </summary>
    public BicepValue? Find(string path)
    {
        BicepValue? current = this;
        foreach (var step in ValuePath.Steps(path))
        {
            if (current is null or { IsSymbolic: true })
            {
                return current;
            }

            current = step.Index is { } index ? current.Items.ElementAtOrDefault(index).Value : current[step.Name!];
        }

        return current;
    }

    /// <summary>The place where the member or item at a path, or else its nearest parent, was written; null when even the first step is unknown.</summary>
    public SourceSpot? SpotOf(string path)
    {
        var current = this;
        SourceSpot? spot = null;
        foreach (var step in ValuePath.Steps(path))
        {
            BicepValue? next;
            (next, var at) = step.Index is { } index
                ? (current.Items.ElementAtOrDefault(index).Value, current.Items.ElementAtOrDefault(index).At)
                : current.Members.Where(member => member.Named(step.Name!)).Select(member => ((BicepValue?)member.Value, member.At)).FirstOrDefault();
            spot = at ?? spot;
            if (next is null)
            {
                break;
            }

            current = next;
        }

        return spot;
    }

    /// <summary>Every value within this one with its path, parents before children; this one first, with the empty path.</summary>
    public IEnumerable<(string Path, BicepValue Value)> Walk()
    {
        var pending = new Stack<(string Path, BicepValue Value)>([("", this)]);
        while (pending.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Value.Items.Count - 1; i >= 0; i--)
            {
                pending.Push((string.Create(CultureInfo.InvariantCulture, $"{next.Path}[{i}]"), next.Value.Items[i].Value));
            }

            for (var i = next.Value.Members.Count - 1; i >= 0; i--)
            {
                pending.Push((ValuePath.Member(next.Path, next.Value.Members[i].Name), next.Value.Members[i].Value));
            }
        }
    }

    /// <summary>Some part of it has an error that is reported already; what is made of it is not reported again.</summary>
    internal virtual bool IsBroken => false;

    /// <summary>How many values it holds, itself included; bounded, so that no template can make one that takes forever to walk.</summary>
    internal virtual int Weight => 1;

    /// <summary>Writes it as JSON: symbolic values as strings in brackets, <c>"[expression]"</c>; strings that begin with a bracket get a second one, as ARM does it.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>The value as Bicep text on one line.</summary>
    public abstract override string ToString();

    public abstract bool Equals(BicepValue? other);

    public sealed override bool Equals(object? obj) => Equals(obj as BicepValue);

    public abstract override int GetHashCode();
}
