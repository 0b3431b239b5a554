using System.Diagnostics;

namespace Headroom.Agents.Proxies;

/// <summary>The proxy of this machine: whoever needs it first starts it, everyone else uses it.</summary>
/// <param name="probe">Asks whether it is there.</param>
/// <param name="program">The program and arguments that run it, detached from us.</param>
/// <param name="log">Where it writes what it says.</param>
public sealed class LocalProxy(GatewayProbe probe, IReadOnlyList<string> program, string log)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Makes sure that it answers.</summary>
    /// <param name="url">Where it is, or is to be.</param>
    /// <param name="key">The Headroom key; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What answers there, and whether it was started now.</returns>
    public async Task<(GatewayState State, bool WasStarted)> EnsureAsync(Uri url, string? key, CancellationToken cancellationToken)
    {
        GatewayState state = await probe.AskAsync(url, key, AnswerLimit, cancellationToken).ConfigureAwait(false);
        if (state is not GatewayState.Unreachable)
        {
            return (state, false);
        }

        using Process proxy = Start();
        long started = Stopwatch.GetTimestamp();
        while (state is GatewayState.Unreachable && Stopwatch.GetElapsedTime(started) < StartLimit)
        {
            bool hasEnded = proxy.HasExited;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            state = await probe.AskAsync(url, key, AnswerLimit, cancellationToken).ConfigureAwait(false);
            if (hasEnded && state is GatewayState.Unreachable)
            {
                // Another one may have been started at the same moment and have the port; then it would have answered.
                return (new GatewayState.Unreachable($"the proxy ended at once: {LastLine()}"), true);
            }
        }

        return (state, true);
    }

    private Process Start()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var start = new ProcessStartInfo(program[0])
        {
            // Its own streams: one that it inherited would keep a pipe open that somebody reads to the end.
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };
        foreach (string argument in program.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private string LastLine() => File.Exists(log) ? File.ReadLines(log).LastOrDefault(line => line.Length > 0) ?? "it said nothing" : "it said nothing";
}
