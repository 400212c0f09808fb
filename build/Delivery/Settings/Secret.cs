using System.Text.Json.Serialization;

namespace Frostline.Delivery.Settings;

/// <summary>A value that never reaches a log, a report or a file by accident: it prints <c>***</c> and refuses to be written as JSON.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret(string value) : IEquatable<Secret>
{
    /// <summary>What stands in for every secret.</summary>
    public const string Mask = "***";

    /// <summary>The value itself. Each call is a place to look at when secrets leak.</summary>
    public string Reveal() => value;

    public override string ToString() => Mask;

    public bool Equals(Secret? other) => other is not null && other.Reveal() == value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
}
