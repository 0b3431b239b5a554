using System.ComponentModel;
using System.Diagnostics;

namespace Headroom.AppHost.Programs;

/// <summary>Whether this machine runs containers. An installed client says nothing: its service must answer.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks the runtime that Aspire would use: the one that <c>ASPIRE_CONTAINER_RUNTIME</c> names, else Docker, else Podman.</summary>
    public static bool Answers()
    {
        string? named = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME");
        string[] clients = named is { Length: > 0 } ? [named] : ["docker", "podman"];
        return clients.Any(Answers);
    }

    private static bool Answers(string client)
    {
        try
        {
            using Process asking = Process.Start(new ProcessStartInfo(client, ["container", "ls", "--quiet"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = asking.StandardOutput.ReadToEndAsync();
            _ = asking.StandardError.ReadToEndAsync();
            if (asking.WaitForExit(Limit))
            {
                return asking.ExitCode == 0;
            }

            asking.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
