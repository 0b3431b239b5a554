using System.Buffers.Binary;
using System.Text;

namespace Headroom.Compression.Onnx.Tests.TinyModels;

/// <summary>
/// Writes the smallest useful ONNX model: a table with a row of scores per token, of which each token gets its own, times its
/// attention mask. Protocol buffers by hand, after onnx.proto (ONNX IR version 8, operator set 17).
/// </summary>
internal static class OnnxFile
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>Writes the model.</summary>
    /// <param name="table">The scores, <paramref name="valuesPerToken"/> for each token.</param>
    /// <param name="valuesPerToken">1 or 2; 0 writes one and leaves the last dimension out.</param>
    /// <param name="idsName">The name of the input with the tokens.</param>
    public static byte[] Write(float[] table, int valuesPerToken, string idsName = "input_ids")
    {
        bool isFlat = valuesPerToken == 0;
        int values = Math.Max(1, valuesPerToken);
        Message graph = new Message()
            .Add(1, Node("Gather", [ "table", idsName ], "rows"))
            .Add(1, Node("Cast", [ "attention_mask" ], "mask").Add(5, new Message().Add(1, "to").Add(3, Float).Add(20, 2)));
        if (isFlat)
        {
            graph.Add(1, Node("Mul", ["rows", "mask"], "scores"));
        }
        else
        {
            graph.Add(1, Node("Unsqueeze", ["mask", "last"], "column")).Add(1, Node("Mul", ["rows", "column"], "scores"));
            graph.Add(5, new Message().Add(1, 1).Add(2, Int64).Add(8, "last").Add(9, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
        }

        byte[] raw = new byte[table.Length * sizeof(float)];
        for (int i = 0; i < table.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), table[i]);
        }

        Message tensor = new Message().Add(1, table.Length / values);
        graph.Add(2, "table of scores").Add(5, (isFlat ? tensor : tensor.Add(1, values)).Add(2, Float).Add(8, "table").Add(9, raw));
        graph.Add(11, Value(idsName, Int64, "1", "n")).Add(11, Value("attention_mask", Int64, "1", "n"));
        graph.Add(12, isFlat ? Value("scores", Float, "1", "n") : Value("scores", Float, "1", "n", $"{values}"));
        return new Message().Add(1, 8).Add(7, graph).Add(8, new Message().Add(2, 17)).ToArray();
    }

    private static Message Node(string operation, string[] inputs, string output)
    {
        var node = new Message();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        return node.Add(2, output).Add(4, operation);
    }

    private static Message Value(string name, int type, params string[] dimensions)
    {
        var shape = new Message();
        foreach (string dimension in dimensions)
        {
            shape.Add(1, long.TryParse(dimension, out long fixedSize) ? new Message().Add(1, fixedSize) : new Message().Add(2, dimension));
        }

        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, type).Add(2, shape)));
    }

    /// <summary>A message of protocol buffers.</summary>
    private sealed class Message
    {
        private readonly MemoryStream _bytes = new();

        public Message Add(int field, long value)
        {
            Write((ulong)field << 3);
            Write((ulong)value);
            return this;
        }

        public Message Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

        public Message Add(int field, Message inner) => Add(field, inner.ToArray());

        public Message Add(int field, byte[] bytes)
        {
            Write(((ulong)field << 3) | 2);
            Write((ulong)bytes.Length);
            _bytes.Write(bytes);
            return this;
        }

        public byte[] ToArray() => _bytes.ToArray();

        private void Write(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                _bytes.WriteByte((byte)(value | 0x80));
            }

            _bytes.WriteByte((byte)value);
        }
    }
}
