using System.Reflection;
using Cake.Frosting;

namespace Frostline.Pipeline.Tasks;

[TaskName("Default")]
[TaskDescription("Print this menu")]
public sealed class DefaultTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => context.Print(Menu.Render(Assembly.GetExecutingAssembly()));
}
