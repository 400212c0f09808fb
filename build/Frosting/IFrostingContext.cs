using Cake.Core;

namespace Cake.Frosting;

/// <summary>What every task of a run is given. One instance serves all tasks, which may run at the same time.</summary>
public interface IFrostingContext : ICakeContext;
