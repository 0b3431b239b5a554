using System.Runtime.InteropServices;
using System.Text;

namespace Headroom.Cli.Embedded;

/// <summary>Cuts a proxy off the terminal that it was started from, so that it outlives it.</summary>
internal static class Detachment
{
    /// <summary>From here on the process has a session of its own, and what it says goes to a file.</summary>
    public static void Into(string log)
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails only for a process that leads a group already; such a one has been cut off.
            _ = setsid();
        }

        var file = new FileStream(log, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete });
        var writer = TextWriter.Synchronized(new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
        Console.SetOut(writer);
        Console.SetError(writer);
        writer.WriteLine($"Process {Environment.ProcessId}");
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setsid();
}
