using System.Text;
using Headroom.Compression.Code;

namespace Headroom.Context.Symbols;

/// <summary>What one function mentions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mentions">The names in its body, once each; those in a function inside it are that one's.</param>
public sealed record FunctionMentions(string Name, IReadOnlyCollection<string> Mentions);

/// <summary>Gives each name of a file to the innermost function around it. Names are told in their order, so that one pass is enough.</summary>
internal sealed class FunctionNames
{
    /// <summary>A function that mentions more is a table or made by a tool.</summary>
    private const int MaxMentions = 256;

    private readonly List<(Range Body, string Name, HashSet<string> Mentions)> _functions = [];
    private readonly Stack<int> _open = [];
    private int _next;

    /// <summary>Takes up the functions of a file that have names.</summary>
    public FunctionNames(ReadOnlySpan<byte> utf8, IReadOnlyList<CodeDeclaration> declarations)
    {
        foreach (CodeDeclaration declaration in declarations.Where(declaration => declaration.Kind == CodeDeclarationKind.Function))
        {
            if (Encoding.UTF8.GetString(utf8[declaration.Name]) is { Length: > 0 } name)
            {
                _functions.Add((declaration.Body, name, new HashSet<string>(StringComparer.Ordinal)));
            }
        }
    }

    /// <summary>Tells of a name.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="name">The name.</param>
    public void Mention(int position, string name)
    {
        for (; _next < _functions.Count && _functions[_next].Body.Start.Value <= position; _next++)
        {
            _open.Push(_next);
        }

        while (_open.TryPeek(out int ended) && _functions[ended].Body.End.Value <= position)
        {
            _open.Pop();
        }

        if (_open.TryPeek(out int around) && _functions[around].Mentions.Count < MaxMentions)
        {
            _functions[around].Mentions.Add(name);
        }
    }

    /// <summary>The functions with what they mention.</summary>
    public IReadOnlyList<FunctionMentions> Read() => [.. _functions.Select(function => new FunctionMentions(function.Name, function.Mentions))];
}
