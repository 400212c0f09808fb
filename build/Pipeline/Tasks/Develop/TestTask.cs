using Cake.Frosting;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Test")]
[TaskDescription("Run every test: the services' and the suite's own")]
[IsDependentOn(typeof(TestServicesTask))]
[IsDependentOn(typeof(TestPipelineTask))]
public sealed class TestTask : FrostingTask<BuildContext>;
