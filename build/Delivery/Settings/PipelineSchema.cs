namespace Frostline.Delivery.Settings;

/// <summary>The JSON schema of <c>pipeline.json</c>, made from the records that read it.</summary>
public static class PipelineSchema
{
    /// <summary>The schema as indented JSON with a line feed at its end: the content of <c>infrastructure/pipeline.schema.json</c>.</summary>
    public static string Write() => throw new NotSupportedException();
}
