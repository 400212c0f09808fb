using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Resources;

namespace LocalAzure.Management;

/// <summary>Every refusal in the platform's error body, routes that do not exist and bugs of ours among them.</summary>
internal sealed class ErrorBodies(RequestDelegate next, ILogger<ErrorBodies> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (ArmException e)
        {
            await WriteAsync(context, e);
            return;
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, new ArmException(e.StatusCode, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: {e.Message}"));
            return;
        }
        catch (JsonException e)
        {
            await WriteAsync(context, ArmException.BadRequest("InvalidRequestContent", $"The request content was invalid and could not be deserialized: {e.Message}"));
            return;
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            logger.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await WriteAsync(context, new ArmException(500, "InternalServerError", "LocalAzure met an error of its own. Its log in the state folder says more."));
            return;
        }

        if (context.Response is { HasStarted: false, ContentLength: null, ContentType: null })
            await ExplainAsync(context);
    }

    private static Task ExplainAsync(HttpContext context) => context.Response.StatusCode switch
    {
        404 => WriteAsync(context, new ArmException(404, "InvalidResourceType", $"The resource type of '{context.Request.Path}' could not be found. LocalAzure serves a part of Azure only.")),
        405 => WriteAsync(context, new ArmException(405, "MethodNotAllowed", $"The requested resource does not support http method '{context.Request.Method}'.")),
        415 => WriteAsync(context, new ArmException(415, "UnsupportedMediaType", $"The content media type '{context.Request.ContentType}' is not supported. Only 'application/json' is supported.")),
        _ => Task.CompletedTask,
    };

    private static async Task WriteAsync(HttpContext context, ArmException e)
    {
        if (context.Response.HasStarted)
        {
            // Too late for a status: a cut answer is not taken for a whole one.
            context.Abort();
            return;
        }

        var error = new JsonObject { ["code"] = e.Code, ["message"] = e.Message };
        if (e.Target is not null)
            error["target"] = e.Target;

        context.Response.StatusCode = e.Status;
        if (e.Status is not 429)
            context.Response.Headers["x-ms-failure-cause"] = e.Status >= 500 ? "service" : "gateway";
        await context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error }, context.RequestAborted);
    }
}
