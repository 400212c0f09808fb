using CoffeeTracker.Hosting;
using CoffeeTracker.Web;

if (args is [HealthProbe.Argument])
    return await HealthProbe.RunAsync();

var builder = WebApplication.CreateBuilder(args).AddCoffeeHosting();
builder.Services.AddCoffeeApi(builder.Configuration);

var app = builder.Build();
app.UseCoffeeHosting(Stylesheet.ContentSecurityPolicy);
app.UseExceptionHandler(Failures.AsPages);
app.UseMiddleware<SameOrigin>();

app.MapCoffeeHosting();
app.MapDayPage();

await app.RunAsync();
return 0;
