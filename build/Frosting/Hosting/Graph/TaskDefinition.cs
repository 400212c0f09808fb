using System.Reflection;
using Cake.Frosting;

namespace Frostline.Hosting.Graph;

/// <summary>A task as its class declares it. Reading it constructs nothing.</summary>
internal sealed record TaskDefinition(string Name, string? Description, Type Class, bool ContinueOnError)
{
    public IReadOnlyList<Type> DependsOn { get; init; } = [];

    public IReadOnlyList<Type> DependeeOf { get; init; } = [];

    public static TaskDefinition Of(Type type) => new(
        type.GetCustomAttribute<TaskNameAttribute>(inherit: false)?.Name ?? type.Name,
        type.GetCustomAttribute<TaskDescriptionAttribute>(inherit: false)?.Description,
        type,
        type.IsDefined(typeof(ContinueOnErrorAttribute), inherit: false))
    {
        DependsOn = [.. type.GetCustomAttributes<IsDependentOnAttribute>(inherit: true).Select(attribute => attribute.Task)],
        DependeeOf = [.. type.GetCustomAttributes<IsDependeeOfAttribute>(inherit: true).Select(attribute => attribute.Task)],
    };

    /// <summary>The context the class is written for: the argument of its FrostingTask or AsyncFrostingTask, however far up that is.</summary>
    public Type? ContextType
    {
        get
        {
            for (var type = Class; type is not null; type = type.BaseType)
            {
                if (type.IsGenericType && type.GetGenericTypeDefinition() is var generic
                    && (generic == typeof(FrostingTask<>) || generic == typeof(AsyncFrostingTask<>)))
                    return type.GetGenericArguments()[0];
            }

            return null;
        }
    }
}
