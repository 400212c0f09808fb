using Cake.Frosting;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("CI")]
[TaskDescription("Do what a pull request runs")]
[IsDependentOn(typeof(TestTask))]
[IsDependentOn(typeof(ScanTask))]
[IsDependentOn(typeof(BicepTask))]
public sealed class CITask : FrostingTask<BuildContext>;
