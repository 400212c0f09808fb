using System.Text.Json;
using LocalAzure.Resources;

namespace LocalAzure.Management;

internal static class RequestBody
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The JSON body. The platform takes <c>application/json</c> only, for merge patches too.</summary>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
            throw new ArmException(415, "UnsupportedMediaType", $"The content media type '{type}' is not supported. Only 'application/json' is supported.");

        using var document = await JsonDocument.ParseAsync(request.Body, Options, request.HttpContext.RequestAborted);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw ArmException.BadRequest("InvalidRequestContent", "The request content was invalid and could not be deserialized: a JSON object is required.");
    }
}
