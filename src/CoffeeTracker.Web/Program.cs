using CoffeeTracker.Hosting;
using CoffeeTracker.Web;

var builder = WebApplication.CreateBuilder(args).AddCoffeeHosting();
builder.Services.AddCoffeeApi(builder.Configuration);

var app = builder.Build();
app.UseCoffeeHosting(Stylesheet.ContentSecurityPolicy);
app.UseExceptionHandler(Failures.AsPages);
app.UseMiddleware<SameOrigin>();

app.MapCoffeeHosting();
app.MapDayPage();

await app.RunAsync();
