using System.Collections.Frozen;
using System.Threading.Channels;
using Headroom.Compression.Code;

namespace Headroom.Context.Symbols;

/// <summary>
/// The symbols of a directory, kept fresh: it is read once in the background, and what the file system tells of afterwards is read again.
/// Directories that hold what others wrote or tools made are left out.
/// </summary>
public sealed class ProjectSymbols : IDisposable
{
    private const int MaxFileBytes = 1 << 20;
    private const int MaxWaiting = 4096;

    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
        ["node_modules", "bower_components", "vendor", "bin", "obj", "target", "dist", "build", "out", "artifacts", "coverage", "__pycache__", "venv", "site-packages"], StringComparer.OrdinalIgnoreCase);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<string> _changed = Channel.CreateBounded<string>(MaxWaiting);
    private readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher _watcher;
    private readonly Action<SymbolIndex>? _settled;
    private int _isBehind;

    /// <summary>Begins to read a directory.</summary>
    /// <param name="directory">The project's directory.</param>
    /// <param name="settled">Told, one call at a time, when the directory has been read, and after changes when none is left to look at.</param>
    /// <exception cref="ArgumentException">There is no such directory.</exception>
    /// <exception cref="IOException">It cannot be watched.</exception>
    public ProjectSymbols(string directory, Action<SymbolIndex>? settled = null)
    {
        Directory = Path.GetFullPath(directory);
        _settled = settled;
        _watcher = new FileSystemWatcher(Directory) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite };
        _watcher.Changed += (_, change) => Tell(change.FullPath);
        _watcher.Created += (_, change) => Tell(change.FullPath);
        _watcher.Deleted += (_, change) => Tell(change.FullPath);
        _watcher.Renamed += (_, change) =>
        {
            Tell(change.OldFullPath);
            Tell(change.FullPath);
        };
        _watcher.Error += (_, _) => Interlocked.Exchange(ref _isBehind, 1);
        _watcher.EnableRaisingEvents = true;
        _ = Task.Run(RunAsync);
    }

    /// <summary>Told of each file or directory that was looked at again, by its path from the project's directory.</summary>
    public event Action<string>? Refreshed;

    /// <value>The directory.</value>
    public string Directory { get; }

    /// <value>The symbols; complete once <see cref="IsRead"/> has ended.</value>
    public SymbolIndex Index { get; } = new();

    /// <value>Ends when the directory has been read for the first time.</value>
    public Task IsRead => _isRead.Task;

    /// <summary>A path as the index names it; <c>null</c> for one outside of the project.</summary>
    public string? NameOf(string path)
    {
        string name = Path.GetRelativePath(Directory, Path.GetFullPath(path, Directory)).Replace('\\', '/');
        return name == ".." || name.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(name) ? null : name;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _changed.Writer.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private static bool IsLeftOut(string name) => name.StartsWith('.') || LeftOut.Contains(name);

    private void Tell(string path)
    {
        if (!_changed.Writer.TryWrite(path))
        {
            Interlocked.Exchange(ref _isBehind, 1);
        }
    }

    private async Task RunAsync()
    {
        CancellationToken stopping = _stopping.Token;
        try
        {
            ReadAll(Directory, stopping);
            _settled?.Invoke(Index);
            _isRead.TrySetResult();
            await foreach (string path in _changed.Reader.ReadAllAsync(stopping).ConfigureAwait(false))
            {
                Refresh(path, stopping);
                if (Interlocked.Exchange(ref _isBehind, 0) == 1)
                {
                    // More changed than could be told: everything is read again.
                    ReadAll(Directory, stopping);
                }

                if (!_changed.Reader.TryPeek(out _))
                {
                    _settled?.Invoke(Index);
                }
            }
        }
        catch (OperationCanceledException)
        {
            _isRead.TrySetCanceled(CancellationToken.None);
        }
    }

    private void Refresh(string path, CancellationToken stopping)
    {
        if (NameOf(path) is not { } name || name.Split('/').Any(IsLeftOut))
        {
            return;
        }

        if (System.IO.Directory.Exists(path))
        {
            ReadAll(path, stopping);
        }
        else if (File.Exists(path))
        {
            Read(path, name);
        }
        else
        {
            Index.Remove(name);
        }

        Refreshed?.Invoke(name);
    }

    private void ReadAll(string directory, CancellationToken stopping)
    {
        var waiting = new Stack<string>([directory]);
        while (waiting.TryPop(out string? at))
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(at).EnumerateFileSystemInfos().Where(entry => !IsLeftOut(entry.Name)))
                {
                    if (entry is DirectoryInfo { LinkTarget: null })
                    {
                        waiting.Push(entry.FullName);
                    }
                    else if (entry is FileInfo && CodeLanguages.OfPath(entry.Name) != CodeLanguage.None)
                    {
                        Read(entry.FullName, NameOf(entry.FullName)!);
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Removed meanwhile, or not ours to read.
            }
        }
    }

    private void Read(string path, string name)
    {
        try
        {
            if (new FileInfo(path).Length <= MaxFileBytes)
            {
                Index.Put(name, File.ReadAllBytes(path));
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            Index.Remove(name);
        }
    }
}
