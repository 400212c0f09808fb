using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoffeeTracker.Api;

/// <summary>Which status an exception is answered with; the body is problem details, and never says more than that.</summary>
internal static class Failures
{
    public static readonly ExceptionHandlerOptions AsProblems = new()
    {
        StatusCodeSelector = exception => exception switch
        {
            BadHttpRequestException request => request.StatusCode,
            RetryLimitExceededException or DbException { IsTransient: true } or TimeoutException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        },
    };
}
