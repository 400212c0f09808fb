// A program to run as a replica in tests: small, and it does on request what real ones do by accident.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Replica;

if (Environment.GetEnvironmentVariable("EXIT_AT_START") is { } exitCode)
{
    Console.Error.WriteLine("told to exit at start");
    return int.Parse(exitCode, CultureInfo.InvariantCulture);
}

// A daemon of its own session, which only its environment still ties to this replica.
if (Environment.GetEnvironmentVariable("START_DAEMON") is not null)
    Process.Start("setsid", ["sleep", "600"]);

var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.TrySetResult();
});

// Kestrel without a host: configuration, logging, routing and their container are most of what a start costs.
var logs = NullLoggerFactory.Instance;
var options = new KestrelServerOptions { ApplicationServices = new NoServices() };
options.Listen(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT")!, CultureInfo.InvariantCulture), endpoint => endpoint.Protocols = HttpProtocols.Http1);
using var server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);

Console.WriteLine($"replica {Environment.GetEnvironmentVariable("CONTAINER_APP_REPLICA_NAME")} starts");
var answers = new WebSocketMiddleware(new Answers().AnswerAsync, Options.Create(new WebSocketOptions()), logs);
await server.StartAsync(new Application(answers.Invoke), CancellationToken.None);
await stopping.Task;
using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
    await server.StopAsync(patience.Token);
Console.WriteLine("replica ends after its last request");
return 0;
