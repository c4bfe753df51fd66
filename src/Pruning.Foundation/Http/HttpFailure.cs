using System.Net.Sockets;

namespace Pruning.Http;

/// <summary>Failed requests in words for a person.</summary>
internal static class HttpFailure
{
    /// <summary>The cause, without a full stop.</summary>
    public static string ReasonOf(HttpRequestException failure)
    {
        Exception last = failure;
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return $"there is no connection ({socket.Message.TrimEnd('.')})";
            last = cause;
        }

        return last.Message.ReplaceLineEndings(" ").TrimEnd('.');
    }
}
