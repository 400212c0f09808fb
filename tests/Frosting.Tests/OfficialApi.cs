using System.Reflection;
using Cake.Frosting;

namespace Frosting.Tests;

/// <summary>The public surface of the namespace Cake.Frosting as text, one line per type and member.</summary>
internal static class OfficialApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Text() => string.Concat(typeof(CakeHost).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == "Cake.Frosting")
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .SelectMany(Lines)
        .Select(line => line + "\n"));

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{Kind(type)} {Name(type)}{Bases(type)}{Constraints(type.GetGenericArguments())}";
        if (type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage)
            yield return $"  usage {usage.ValidOn} multiple={usage.AllowMultiple} inherited={usage.Inherited}";
        foreach (var line in type.GetMembers(Declared).Where(IsOffered).Select(Signature).Order(StringComparer.Ordinal))
            yield return "  " + line;
    }

    private static bool IsOffered(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => constructor.IsPublic,
        MethodInfo method => (method.IsPublic || method.IsFamily) && !method.IsSpecialName,
        PropertyInfo property => property.GetMethod is { IsPublic: true },
        _ => false,
    };

    private static string Signature(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $".ctor({Parameters(constructor)})",
        PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod is null ? "" : "set; ")}}}",
        MethodInfo method => $"{Modifier(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)}){Constraints(method.GetGenericArguments())}",
        _ => member.ToString()!,
    };

    private static string Kind(Type type) =>
        type.IsInterface ? "interface" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        var inherited = type.BaseType is { } parent && parent != typeof(object) ? [parent] : Array.Empty<Type>();
        var names = inherited.Concat(type.GetInterfaces().Where(candidate => candidate.Namespace!.StartsWith("Cake", StringComparison.Ordinal))).Select(Name).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : " : " + string.Join(", ", names);
    }

    private static string Modifier(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "default ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type argument)
    {
        var parts = new List<string>();
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        parts.AddRange(argument.GetGenericParameterConstraints().Select(Name));
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }

    private static string Name(Type type) => !type.IsGenericType
        ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
