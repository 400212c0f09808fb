using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task whose work is done when its method returns.</summary>
public abstract class FrostingTask : FrostingTask<ICakeContext>;

/// <summary>A task whose work is done when its method returns.</summary>
/// <typeparam name="T">The context the task works with. The host refuses to start when its own context is not one.</typeparam>
public abstract class FrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    public virtual void Run(T context)
    {
    }

    public virtual bool ShouldRun(T context) => true;

    public virtual void OnError(Exception exception, T context)
    {
    }

    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        Run(Typed(context));
        return Task.CompletedTask;
    }

    bool IFrostingTask.ShouldRun(ICakeContext context) => ShouldRun(Typed(context));

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => OnError(exception, Typed(context));

    void IFrostingTask.Finally(ICakeContext context) => Finally(Typed(context));

    private static T Typed(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (T)context;
    }
}
