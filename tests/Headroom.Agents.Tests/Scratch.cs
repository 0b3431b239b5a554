using System.Text;
using Headroom.Agents.Changes;

namespace Headroom.Agents.Tests;

/// <summary>A home with files, and a journal beside it; both are gone after the test.</summary>
public sealed class Scratch : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("headroom-agents-").FullName;

    public string Home => Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;

    public string Data => Path.Combine(_root, "data");

    public string Changes => Path.Combine(Data, "changes");

    public ChangeJournal Journal => new(Changes);

    public string File(string name, string content)
    {
        string path = Path.Combine(Home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Every file below the home with its content.</summary>
    public IReadOnlyDictionary<string, string> Tree() =>
        Directory.EnumerateFileSystemEntries(Home, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Home, path), path => Directory.Exists(path) ? "" : System.IO.File.ReadAllText(path));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static Func<byte[], byte[]> Append(string text) => before => [.. before, .. Encoding.UTF8.GetBytes(text)];
}
