namespace LocalAzure.Ingress;

/// <summary>Whoever makes requests slow, or lets them fail, between ingress and a revision.</summary>
internal interface IDisturbance
{
    /// <summary>True when the request was answered or cut, and must not go on.</summary>
    ValueTask<bool> DisturbAsync(HttpContext context, string revision);
}
