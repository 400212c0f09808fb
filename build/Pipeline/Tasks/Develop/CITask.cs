using Cake.Frosting;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("CI")]
[TaskDescription("Do what a pull request runs")]
[IsDependentOn(typeof(TestTask))]
public sealed class CITask : FrostingTask<BuildContext>;
