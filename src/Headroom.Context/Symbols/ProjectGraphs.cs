namespace Headroom.Context.Symbols;

/// <summary>
/// The projects on this machine whose code a process knows, by the names that their requests carry. In memory: a request reads the last
/// snapshot of its project's graph and touches no disk, and until the first one is there it is treated as without. Thread-safe.
/// </summary>
public sealed class ProjectGraphs : IDisposable
{
    /// <summary>So many projects are kept; the one that was opened or asked for longest ago makes room.</summary>
    public const int MaxProjects = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<OpenProject> _projects = [];

    /// <value>The project of requests that name none; it is kept. <c>null</c> where there is none.</value>
    public OpenProject? Default { get; private set; }

    /// <summary>Begins to read a project's directory, unless it is open; another one of the same name makes room for it.</summary>
    /// <param name="project">The name that the project's requests carry.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="isDefault">Whether requests that name no project are of this one.</param>
    /// <exception cref="ArgumentException">There is no such directory.</exception>
    /// <exception cref="IOException">It cannot be watched.</exception>
    public OpenProject Open(string project, string directory, bool isDefault = false)
    {
        lock (_gate)
        {
            OpenProject? known = Find(project);
            if (known?.Directory == Path.GetFullPath(directory))
            {
                return known;
            }

            var opened = new OpenProject(project, directory);
            Default = isDefault || (known is not null && known == Default) ? opened : Default;
            _projects.AddFirst(opened);
            if ((known ?? (_projects.Count > MaxProjects ? _projects.Last(open => open != Default) : null)) is { } leaving)
            {
                Close(leaving);
            }

            return opened;
        }
    }

    /// <summary>The project of a name, or the default for none; <c>null</c> where it is not open.</summary>
    public OpenProject? Named(string? project)
    {
        lock (_gate)
        {
            return project is null ? Default : Find(project);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            while (_projects.Last is { } last)
            {
                Close(last.Value);
            }
        }
    }

    private OpenProject? Find(string project)
    {
        for (LinkedListNode<OpenProject>? node = _projects.First; node is not null; node = node.Next)
        {
            if (node.Value.Name == project)
            {
                _projects.Remove(node);
                _projects.AddFirst(node);
                return node.Value;
            }
        }

        return null;
    }

    private void Close(OpenProject project)
    {
        _projects.Remove(project);
        project.Dispose();
    }
}

/// <summary>A project whose code is known.</summary>
public sealed class OpenProject : IDisposable
{
    private readonly ProjectSymbols _symbols;
    private volatile SymbolGraph? _graph;

    internal OpenProject(string name, string directory)
    {
        Name = name;
        _symbols = new ProjectSymbols(directory, index => _graph = SymbolGraph.Of(index));
    }

    /// <value>The name that its requests carry.</value>
    public string Name { get; }

    /// <value>Its directory.</value>
    public string Directory => _symbols.Directory;

    /// <value>How many source files have been read.</value>
    public int FileCount => _symbols.Index.FileCount;

    /// <value>The last snapshot; <c>null</c> until the directory has been read.</value>
    public SymbolGraph? Graph => _graph;

    /// <value>Ends when the directory has been read for the first time.</value>
    public Task IsRead => _symbols.IsRead;

    /// <inheritdoc/>
    public void Dispose() => _symbols.Dispose();
}
