using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Json;

/// <summary>Builds a row from its dotted columns.</summary>
internal static partial class RowBuilder
{
    public static JsonTree Build(IEnumerable<DecodedColumn> columns)
    {
        var root = new Node();
        foreach (DecodedColumn column in columns)
        {
            Node node = root;
            if (column.Name != "@value")
            {
                foreach (Match segment in Segment().Matches(column.Name))
                {
                    node = node.Child(segment.Value.TrimStart('.'));
                }
            }

            node.Value = column.Value;
        }

        return root.ToTree();
    }

    [GeneratedRegex("\\[\\d+\\]|\\.?\"(?:[^\"\\\\]|\\\\.)*\"(?:~\\d)?|\\.?[^.\\[\\]\"]+")]
    private static partial Regex Segment();

    private sealed class Node
    {
        private readonly List<KeyValuePair<string, Node>> _children = [];

        public JsonTree? Value { get; set; }

        public Node Child(string segment)
        {
            Node? child = _children.Find(pair => pair.Key == segment).Value;
            if (child is null)
            {
                _children.Add(new(segment, child = new Node()));
            }

            return child;
        }

        public JsonTree ToTree()
        {
            if (Value is not null)
            {
                return Value;
            }

            if (_children.Count == 0)
            {
                // A row of which every column is absent.
                return new JsonTree.Members([]);
            }

            return _children[0].Key.StartsWith('[')
                ? new JsonTree.Items(_children.ConvertAll(child => child.Value.ToTree()))
                : new JsonTree.Members(_children.ConvertAll(child => new KeyValuePair<string, JsonTree>(KeyOf(child.Key), child.Value.ToTree())));
        }

        private static string KeyOf(string segment)
        {
            string key = segment.Length > 2 && segment[^2] == '~' ? segment[..^2] : segment;
            return key[0] == '"' ? JsonTree.Unescape(key[1..^1]) : key;
        }
    }
}
