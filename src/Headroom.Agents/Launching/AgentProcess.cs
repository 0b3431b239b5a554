using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Headroom.Agents.Launching;

/// <summary>The agent as our child: same terminal, same signals, its exit code is ours.</summary>
public static class AgentProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="program">The program's file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside those that it inherits.</param>
    /// <returns>Its exit code; 128 and the signal's number where one ended it.</returns>
    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process agent = Process.Start(start)!;
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Keep);
        using PosixSignalRegistration quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Keep);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Pass(context, agent, 15));
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Pass(context, agent, 1));
        await agent.WaitForExitAsync().ConfigureAwait(false);
        return agent.ExitCode;
    }

    /// <summary>The terminal gives Ctrl-C to the agent too; what to do with it is the agent's to decide.</summary>
    private static void Keep(PosixSignalContext context) => context.Cancel = true;

    private static void Pass(PosixSignalContext context, Process agent, int signal)
    {
        context.Cancel = true;
        if (OperatingSystem.IsWindows())
        {
            agent.Kill();
        }
        else
        {
            _ = kill(agent.Id, signal);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
