using Cake.Core.Packaging;

namespace Cake.Frosting;

/// <summary>Installs a tool and makes it known to <c>context.Tools</c>.</summary>
public interface IToolInstaller
{
    void Install(PackageReference tool);
}
