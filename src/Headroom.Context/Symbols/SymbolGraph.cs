using System.Collections.Frozen;
using Headroom.Compression.Anchoring;

namespace Headroom.Context.Symbols;

/// <summary>
/// Which functions of a project call which, as it stood at one moment: immutable, so that a request reads one state of it. Calls are
/// told by name, as in <see cref="SymbolIndex"/>; a name that many functions have tells nothing and is left out.
/// </summary>
/// <remarks>
/// It ranks bodies of code through the anchors. A question names a function; what that one calls and what calls it are most likely
/// needed next, and nothing in the question's words finds them. They are added to the anchors as related functions, which
/// weigh less than what was asked for and have a budget of their own. Compression itself knows no project: see <see cref="Anchors"/>.
/// </remarks>
public sealed class SymbolGraph
{
    /// <summary>A name that more functions have says too little about which is meant.</summary>
    private const int MaxNamesakes = 4;

    /// <summary>So many functions of a question are followed.</summary>
    private const int MaxAsked = 8;

    private readonly FrozenDictionary<string, FunctionNode[]> _byName;

    private SymbolGraph(FrozenDictionary<string, FunctionNode[]> byName) => _byName = byName;

    /// <value>How many functions are told apart.</value>
    public int FunctionCount => _byName.Values.Sum(nodes => nodes.Length);

    /// <summary>The graph of an index. Linear in what its functions mention.</summary>
    public static SymbolGraph Of(SymbolIndex index)
    {
        var namesakes = new Dictionary<string, List<FunctionMentions>>(StringComparer.Ordinal);
        foreach (FunctionMentions function in index.Functions())
        {
            if (!namesakes.TryGetValue(function.Name, out List<FunctionMentions>? same))
            {
                namesakes[function.Name] = same = [];
            }

            same.Add(function);
        }

        var nodes = namesakes.Where(same => same.Value.Count <= MaxNamesakes).ToDictionary(same => same.Key, same => new FunctionNode(same.Key), StringComparer.Ordinal);
        foreach (FunctionNode node in nodes.Values)
        {
            foreach (string mention in namesakes[node.Name].SelectMany(function => function.Mentions))
            {
                if (mention != node.Name && nodes.TryGetValue(mention, out FunctionNode? called) && node.Calls.Add(called))
                {
                    called.CalledBy.Add(node);
                }
            }
        }

        return new SymbolGraph(nodes.Values.GroupBy(node => node.Name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(same => same.Key, same => same.ToArray(), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Anchors with the functions that those they name call, and those that call them; as they were where they name none.</summary>
    public Anchors Extend(Anchors anchors)
    {
        FunctionNode[] asked = [.. anchors.Terms.SelectMany(Named).Distinct().Take(MaxAsked)];
        return asked.Length == 0 ? anchors : anchors.WithRelated(
            asked.SelectMany(function => function.Calls.Select(called => (Node: called, IsCalled: true)).Concat(function.CalledBy.Select(caller => (Node: caller, IsCalled: false))))
                .Where(related => !asked.Contains(related.Node))
                .GroupBy(related => related.Node)
                .OrderByDescending(ways => ways.Count()).ThenByDescending(ways => ways.Any(way => way.IsCalled))
                .ThenBy(ways => ways.Key.CalledBy.Count).ThenBy(ways => ways.Key.Name, StringComparer.Ordinal)
                .Select(ways => ways.Key.Name));
    }

    /// <summary>The functions that a term names; a question may name a method with its type, or a function with its file.</summary>
    private FunctionNode[] Named(string term) => _byName.GetValueOrDefault(term[(term.AsSpan().LastIndexOfAny(".:#/") + 1)..]) ?? [];

    /// <summary>The functions of one name.</summary>
    private sealed class FunctionNode(string name)
    {
        public string Name { get; } = name;

        public HashSet<FunctionNode> Calls { get; } = [];

        public HashSet<FunctionNode> CalledBy { get; } = [];
    }
}
