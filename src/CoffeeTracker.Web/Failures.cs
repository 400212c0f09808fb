using System.Text.Json;
using CoffeeTracker.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;

namespace CoffeeTracker.Web;

/// <summary>What visitors see when a page cannot be made.</summary>
internal static class Failures
{
    public static readonly ExceptionHandlerOptions AsPages = new()
    {
        StatusCodeSelector = exception => exception switch
        {
            BadHttpRequestException request => request.StatusCode,
            // The API does not answer, or not what it should: it is being deployed, or its database is away.
            HttpRequestException or TaskCanceledException or JsonException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        },
        ExceptionHandler = ShowAsync,
    };

    private static Task ShowAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "5";
        var path = context.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        return new PageResult<FailurePage>(
            new() { [nameof(FailurePage.IsAway)] = status == StatusCodes.Status503ServiceUnavailable, [nameof(FailurePage.Path)] = path ?? "/" }, status)
            .ExecuteAsync(context);
    }
}
