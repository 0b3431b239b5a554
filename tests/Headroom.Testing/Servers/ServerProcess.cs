using System.Collections.Concurrent;
using System.Diagnostics;

namespace Headroom.Testing.Servers;

/// <summary>A real server on a free loopback port, with a folder of its own that outlives a restart.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("headroom-server-");
    private Process? _process;

    protected ServerProcess() => Port = FreePort.Take();

    public int Port { get; }

    protected string Folder => _folder.FullName;

    protected abstract string Program { get; }

    protected abstract IEnumerable<string> Arguments { get; }

    /// <summary>What the server writes once it listens.</summary>
    protected abstract string ReadyLine { get; }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        ProcessStartInfo start = new(ServerProgram.Find(Program), Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        Process process = _process = Process.Start(start)!;
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentQueue<string?> output = [];
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            if (ready.Task.IsCompleted)
                return;
            output.Enqueue(line.Data);
            if (line.Data is null)
                ready.TrySetException(new InvalidOperationException($"{Program} ended before it was ready:\n{string.Join('\n', output)}"));
            else if (line.Data.Contains(ReadyLine, StringComparison.Ordinal))
                ready.TrySetResult();
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("-TERM");
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops it from answering; its connections stay open.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }
}
