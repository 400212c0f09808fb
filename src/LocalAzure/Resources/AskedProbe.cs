using LocalAzure.Revisions;

namespace LocalAzure.Resources;

/// <summary>A probe of the body, straight into what the revisions understand; the platform's defaults fill what is absent.</summary>
internal static class AskedProbe
{
    public static ProbeSpec Read(JsonField probe)
    {
        var http = probe["httpGet"];
        return new ProbeSpec(ReadKind(probe["type"]))
        {
            Path = http.Exists ? http["path"].Text() ?? "/" : null,
            Headers = http["httpHeaders"].Items()
                .GroupBy(header => header["name"].Text() ?? "", header => header["value"].Text() ?? "", StringComparer.OrdinalIgnoreCase)
                .ToDictionary(header => header.Key, header => string.Join(", ", header), StringComparer.OrdinalIgnoreCase),
            InitialDelay = Seconds(probe["initialDelaySeconds"], 0, 60),
            Period = Seconds(probe["periodSeconds"], 10, 240),
            Timeout = Seconds(probe["timeoutSeconds"], 1, 240),
            FailureThreshold = probe["failureThreshold"].Number() ?? 3,
            SuccessThreshold = probe["successThreshold"].Number() ?? 1,
        };
    }

    private static ProbeKind ReadKind(JsonField type) => Enum.TryParse<ProbeKind>(type.Text(), ignoreCase: true, out var kind)
        ? kind
        : throw ArmException.BadRequest(
            "ContainerAppInvalidValue", $"{type.Path}: '{type.Text()}' is not a kind of probe. Give Startup, Readiness or Liveness.", type.Path);

    private static TimeSpan Seconds(JsonField field, int usual, int most)
    {
        var seconds = field.Number() ?? usual;
        return seconds >= 0 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw ArmException.BadRequest("ContainerAppInvalidValue", $"{field.Path}: {seconds} is not between 0 and {most} seconds.", field.Path);
    }
}
