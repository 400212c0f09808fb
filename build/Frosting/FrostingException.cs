namespace Cake.Frosting;

/// <summary>An expected failure of the host or of a task: its message is printed, its stack is not.</summary>
#pragma warning disable CA1032 // the official type has exactly these constructors
public sealed class FrostingException : Exception
#pragma warning restore CA1032
{
    public FrostingException(string message)
        : base(message)
    {
    }

    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
