using CoffeeTracker.Api;
using CoffeeTracker.Hosting;

if (args is [HealthProbe.Argument])
    return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args).AddCoffeeHosting();
builder.Services.AddCoffeeDatabase(builder.Configuration);
builder.Services.AddHealthChecks().AddReadiness<DatabaseCheck>("database");
builder.Services.AddProblemDetails();
builder.Services.AddOpenApi();
builder.Services.AddNamedOrigins(builder.Configuration);
builder.Services.AddUserRateLimit(builder.Configuration);

var app = builder.Build();
app.UseCoffeeHosting(contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'");
app.UseExceptionHandler(Failures.AsProblems);
app.UseStatusCodePages();
app.UseCors();
app.UseRateLimiter();

app.MapCoffeeHosting();
app.MapOpenApi();
app.MapMenu();
app.MapCoffees();
app.MapDays();

await app.RunAsync();
return 0;
