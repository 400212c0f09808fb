using System.Globalization;
using System.Text.Json.Nodes;
using LocalAzure.Resources;

namespace LocalAzure.Management;

/// <summary>Answers that many resources give alike.</summary>
internal static class Answers
{
    private const int PageSize = 100;

    public static IResult Json(JsonNode? body, int status = 200) => Results.Json(body, statusCode: status);

    /// <summary>A page of a list. <c>$top</c> makes it smaller, <c>nextLink</c> leads on.</summary>
    public static IResult List(HttpRequest request, IEnumerable<JsonNode> items)
    {
        var skip = Number(request, "$skipToken", 0);
        var size = Math.Clamp(Number(request, "$top", PageSize), 1, PageSize);
        var page = items.Skip(skip).Take(size + 1).ToList();
        var body = new JsonObject { ["value"] = new JsonArray([.. page.Take(size)]) };
        if (page.Count > size)
        {
            var kept = request.Query.Where(part => part.Key != "$skipToken")
                .Append(new("$skipToken", (skip + size).ToString(CultureInfo.InvariantCulture)));
            body["nextLink"] = Address(request, request.Path) + QueryString.Create(kept);
        }

        return Json(body);
    }

    /// <summary>Work was begun: where to ask how it goes, and where its result is going to be.</summary>
    public static IResult Accepted(HttpContext context, Operation operation)
    {
        Announce(context, operation);
        return Results.StatusCode(202);
    }

    public static void Announce(HttpContext context, Operation operation)
    {
        var version = context.Request.Query["api-version"];
        var place = operation.Kind == OperationKind.DeleteGroup
            ? $"/subscriptions/{operation.Subscription}"
            : $"/subscriptions/{operation.Subscription}/providers/Microsoft.App/locations/{operation.Location}";
        var (status, result) = operation.Kind == OperationKind.DeleteGroup ? ("operationStatuses", "operationresults") : ("containerappOperationStatuses", "containerappOperationResults");
        context.Response.Headers["Azure-AsyncOperation"] = Address(context.Request, $"{place}/{status}/{operation.Id}") + $"?api-version={version}";
        if (context.Request.Method != "PUT")
            context.Response.Headers.Location = Address(context.Request, $"{place}/{result}/{operation.Id}") + $"?api-version={version}";

        context.Response.Headers.RetryAfter = "1";
    }

    /// <summary>Absolute, and on the very host and port the caller used: it sends its token nowhere else.</summary>
    public static string Address(HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{new PathString(path).ToUriComponent()}";

    /// <summary>A whole number of the query.</summary>
    public static int Number(HttpRequest request, string name, int usual)
    {
        if (request.Query[name].ToString() is not { Length: > 0 } text)
            return usual;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ArmException.BadRequest("InvalidQueryParameterValue", $"{name}: '{text}' is not a whole number.");
    }
}
