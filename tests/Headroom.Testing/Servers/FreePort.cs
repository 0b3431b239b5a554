using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Headroom.Testing.Servers;

/// <summary>
/// Ports for servers that must be told where to listen. They lie below those that a system gives out by itself, and no two processes of
/// tests have the same one, so that nobody else has taken a port before its server does.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    /// <summary>Files that this process alone has open, one for each of its ports.</summary>
    private static readonly List<FileStream> Claims = [];

    /// <summary>A port that nobody listens on; it stays this process's until its end.</summary>
    public static int Take()
    {
        int start = Random.Shared.Next(Count);
        return Enumerable.Range(0, Count).Select(i => First + ((start + i) % Count)).First(port => IsFree(port) && TryClaim(port));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool TryClaim(int port)
    {
        string directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"headroom-test-ports-{Environment.UserName}")).FullName;
        try
        {
            FileStream claim = new(
                Path.Combine(directory, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            lock (Claims)
            {
                Claims.Add(claim);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
