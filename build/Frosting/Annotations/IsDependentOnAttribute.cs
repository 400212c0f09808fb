namespace Cake.Frosting;

/// <summary>The task runs after the task of class <paramref name="type"/>, which is run with it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute(Type type) : Attribute
{
    public Type Task { get; } = type;
}
