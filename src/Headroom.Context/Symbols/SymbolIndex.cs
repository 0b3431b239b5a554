using System.Collections.Concurrent;
using Headroom.Compression.Code;

namespace Headroom.Context.Symbols;

/// <summary>
/// The symbols of a project: what each file declares, imports and mentions. In memory, bounded, built file by file; thread-safe. Mentions
/// are by name, as a search for a word would find them: which of two functions of one name is meant is not told.
/// </summary>
public sealed class SymbolIndex
{
    /// <summary>So many files are held at most; others are not looked at.</summary>
    public const int MaxFiles = 20_000;

    private readonly ConcurrentDictionary<string, FileSymbols> _files = new(StringComparer.Ordinal);

    /// <value>How many files are held.</value>
    public int FileCount => _files.Count;

    /// <summary>Takes a file, in place of what was known of it.</summary>
    /// <param name="path">Its path from the project's directory, with slashes.</param>
    /// <param name="utf8">Its text.</param>
    /// <returns>Whether it is held: code of a known language, and not one too many.</returns>
    public bool Put(string path, ReadOnlySpan<byte> utf8)
    {
        if (CodeLanguages.OfPath(path) is var language && (language == CodeLanguage.None || (_files.Count >= MaxFiles && !_files.ContainsKey(path))))
        {
            return false;
        }

        _files[path] = FileSymbols.Read(path, utf8, language);
        return true;
    }

    /// <summary>Forgets a file, or all files of a directory.</summary>
    public void Remove(string path)
    {
        _files.TryRemove(path, out _);
        foreach (string below in _files.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)))
        {
            _files.TryRemove(below, out _);
        }
    }

    /// <summary>What a file holds; <c>null</c> where it is not known.</summary>
    public FileSymbols? File(string path) => _files.GetValueOrDefault(path);

    /// <summary>What every function of the project mentions.</summary>
    public IEnumerable<FunctionMentions> Functions() => _files.Values.SelectMany(file => file.Functions);

    /// <summary>The symbols whose names match: those of exactly the name first, then those that begin with it, then those that contain it, in any case.</summary>
    public IReadOnlyList<Symbol> Find(string name, int most) =>
    [
        .. _files.Values.SelectMany(file => file.Declarations)
            .Select(symbol => (Symbol: symbol, Rank: Rank(symbol.Name, name))).Where(found => found.Rank < 4)
            .OrderBy(found => found.Rank).ThenBy(found => found.Symbol.Name, StringComparer.Ordinal).ThenBy(found => found.Symbol.Path, StringComparer.Ordinal).ThenBy(found => found.Symbol.Line)
            .Take(most).Select(found => found.Symbol),
    ];

    /// <summary>The files that mention a name, in the order of their paths.</summary>
    public IReadOnlyList<string> Mentioning(string name) =>
        [.. _files.Where(file => file.Value.Names.Contains(name)).Select(file => file.Key).Order(StringComparer.Ordinal)];

    /// <summary>The functions of a file that most other files mention: what of it matters to the rest of the project.</summary>
    public IReadOnlyList<string> MostMentioned(string path, int most) => File(path) is not { } file ? [] :
    [
        .. file.Declarations.Where(symbol => symbol.Kind == CodeDeclarationKind.Function).Select(symbol => symbol.Name).Distinct()
            .Select(name => (Name: name, Files: _files.Count(other => other.Key != path && other.Value.Names.Contains(name)))).Where(name => name.Files > 0)
            .OrderByDescending(name => name.Files).ThenBy(name => name.Name, StringComparer.Ordinal).Take(most).Select(name => name.Name),
    ];

    private static int Rank(string name, string asked) =>
        name == asked ? 0
        : name.Equals(asked, StringComparison.OrdinalIgnoreCase) ? 1
        : name.StartsWith(asked, StringComparison.OrdinalIgnoreCase) ? 2
        : name.Contains(asked, StringComparison.OrdinalIgnoreCase) ? 3
        : 4;
}
