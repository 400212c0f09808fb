using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Frostline.LoadTesting.Engines.Wire;

namespace Frostline.LoadTesting.Engines;

/// <summary>What kind of failure an exception is.</summary>
internal static class ErrorWords
{
    public static ErrorKind KindOf(Exception error) => error switch
    {
        OperationCanceledException => ErrorKind.Timeout,
        AnswerTooLongException => ErrorKind.TooLarge,
        InvalidAnswerException => ErrorKind.Protocol,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ErrorKind.Name,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException => ErrorKind.Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain } } => ErrorKind.Name,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => ErrorKind.Connect,
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => ErrorKind.Reset,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError } => ErrorKind.Protocol,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError } or HttpProtocolException => ErrorKind.Protocol,
        HttpRequestException { InnerException: { } inner } => KindOf(inner),
        IOException { InnerException: SocketException } or SocketException => ErrorKind.Reset,
        IOException => ErrorKind.Reset,
        _ => ErrorKind.Other,
    };

    public static string Detail(Exception error) => error is OperationCanceledException ? "no whole answer in time" : error.GetBaseException().Message;
}
