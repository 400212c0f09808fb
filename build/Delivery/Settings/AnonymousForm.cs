namespace Frostline.Delivery.Settings;

/// <summary>What takes the place of a value that must not leave production.</summary>
public enum AnonymousForm
{
    /// <summary>A hash with a key that nobody keeps: equal values stay equal, in all tables, so that joins and uniqueness hold. For text and uuid.</summary>
    Hash,

    /// <summary>The hash as an address at a domain that never exists.</summary>
    Email,

    /// <summary>No value.</summary>
    Null,

    /// <summary>The empty text.</summary>
    Empty,

    /// <summary>The number 0.</summary>
    Zero,
}
