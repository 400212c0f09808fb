using Cake.Core;

namespace Cake.Frosting;

/// <summary>Base class of build contexts. Tasks that run at the same time share it: what they change in it must be safe for that.</summary>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;
