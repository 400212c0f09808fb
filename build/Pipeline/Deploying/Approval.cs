using Frostline.Delivery;
using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Deploying;

/// <summary>What a person must agree to before production changes.</summary>
internal sealed class Approval(BuildContext context)
{
    /// <param name="what">What is about to happen, such as <c>promote 2026.11.20-1a2b3c4d</c>.</param>
    /// <param name="serving">What serves now, or null.</param>
    /// <exception cref="RefusedException">It was not given, or there is nobody to ask.</exception>
    public async Task ObtainAsync(string what, LedgerEntry? serving)
    {
        var target = context.Target;
        if (!target.Approval || context.Options.Approve)
            return;
        var now = serving is null ? $"{target.Name} serves no release yet" : $"{target.Name} serves {serving.Version} since {serving.At:u}, by {serving.Actor}";
        context.Print(now);
        if (!Terminal.IsThere)
            throw new RefusedException($"environments.{target.Name}: asks for approval before anything is touched, and there is no terminal to ask at. Pass --approve to state that somebody gave it.");
        if (!await Terminal.AgreesAsync($"{what} to {target.Name}?", context.Cancellation))
            throw new RefusedException($"Not approved: {target.Name} is as it was.");
    }
}
