namespace Frostline.Delivery.Settings;

/// <summary>The order in which apps are made: a service whose address is needed comes before the one that needs it.</summary>
internal static class ServiceOrder
{
    /// <exception cref="DeliveryException">Services need each other in a circle; the message is the circle.</exception>
    public static IReadOnlyList<ServiceSettings> Of(PipelineSettings settings)
    {
        var order = new List<ServiceSettings>();
        foreach (var service in settings.Services.Values)
            Visit(settings, service, order, []);
        return order;
    }

    private static void Visit(PipelineSettings settings, ServiceSettings service, List<ServiceSettings> order, List<string> trail)
    {
        if (order.Contains(service))
            return;
        if (trail.Contains(service.Name))
            throw new DeliveryException($"need each other's address ({string.Join(" → ", trail.Append(service.Name))})");
        foreach (var needed in Placeholders.ServicesNeededBy(service, settings.Services.Keys))
            Visit(settings, settings.Services[needed], order, [.. trail, service.Name]);
        order.Add(service);
    }
}
