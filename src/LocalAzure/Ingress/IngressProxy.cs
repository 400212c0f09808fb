using System.Net.Sockets;

namespace LocalAzure.Ingress;

/// <summary>Ingress of all apps: one port where the host name decides, and one plain port for each app that has one.</summary>
internal sealed class IngressProxy(LocalAzureOptions options, RequestForwarding forwarding, ILoggerFactory logs, TimeProvider clock)
    : IIngress, IHostedService, IDisposable
{
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Dictionary<int, IngressListener> plain = [];
    private readonly List<Task> closing = [];
    private IngressListener? main;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        main ??= await OpenAsync(options.IngressPort, plainPort: null, cancellationToken);
    }

    public async Task ApplyAsync(RoutingTable table, CancellationToken cancellationToken)
    {
        var next = new RouteMap(table);
        await gate.WaitAsync(cancellationToken);
        try
        {
            forwarding.Routes = next;
            closing.RemoveAll(task => task.IsCompleted);
            foreach (var port in plain.Keys.Except(next.PlainPorts).ToList())
            {
                plain.Remove(port, out var gone);
                closing.Add(CloseAsync(gone!, CloseDeadline));
            }

            await OpenPlainPortsAsync(table, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            using var deadline = new CancellationTokenSource(StopDeadline, clock);
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            IEnumerable<IngressListener> open = main is null ? plain.Values : plain.Values.Append(main);
            await Task.WhenAll(open.Select(listener => listener.CloseAsync(cut.Token)).Concat(closing));
            plain.Clear();
            main = null;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task OpenPlainPortsAsync(RoutingTable table, CancellationToken cancellationToken)
    {
        List<IngressPortException> failures = [];
        foreach (var app in table.Apps)
        {
            if (app.PlainPort is not { } port || plain.ContainsKey(port))
                continue;
            try
            {
                plain[port] = await OpenAsync(port, port, cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or SocketException)
            {
                failures.Add(new IngressPortException(app.App, port, failure));
            }
        }

        if (failures.Count > 0)
            throw failures[0];
    }

    private async Task<IngressListener> OpenAsync(int port, int? plainPort, CancellationToken cancellationToken)
    {
        var listener = new IngressListener(port, context => forwarding.HandleAsync(context, plainPort), logs);
        try
        {
            await listener.OpenAsync(cancellationToken);
            return listener;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync(IngressListener listener, TimeSpan deadline)
    {
        using var cut = new CancellationTokenSource(deadline, clock);
        await listener.CloseAsync(cut.Token);
    }
}
