namespace LocalAzure.Ingress;

/// <summary>A plain port could not be opened. The routing table is in force all the same; applying it again tries the port again.</summary>
internal sealed class IngressPortException(string app, int port, Exception inner)
    : Exception($"Port {port} of app '{app}' cannot be opened: {inner.Message} Free it, or give the app another exposedPort.", inner)
{
    public string App { get; } = app;

    public int Port { get; } = port;
}
