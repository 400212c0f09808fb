namespace Cake.Frosting;

/// <summary>The name a task is called by on the command line. Without it the name of the class is used.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
