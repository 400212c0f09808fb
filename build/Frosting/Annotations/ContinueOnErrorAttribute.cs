namespace Cake.Frosting;

/// <summary>Lets dependents and other tasks go on when the task fails. The failure is reported and the run still ends with exit code 1.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute;
