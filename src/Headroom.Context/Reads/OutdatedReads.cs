using System.Buffers;
using System.Globalization;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Reads;

/// <summary>
/// Finds results of file reads that the request itself shows to be outdated: the file was edited later, or read again in whole
/// with another result. What they say is wrong by now, so it is left out behind its marker. Only a block that goes upstream for
/// the first time is ever treated so; one that went as it was stays as it is.
/// </summary>
internal static class OutdatedReads
{
    /// <summary>The name of the transform.</summary>
    public const string Transform = "read:outdated";

    private const int MaxPath = 200;
    private const int MaxLooked = 400;

    private static readonly string[] FailureSigns = ["error", "fail", "not found", "denied", "no changes", "rejected"];

    /// <summary>Tells blocks what outdated them.</summary>
    /// <param name="blocks">All blocks of a request, in the order of the body.</param>
    /// <param name="map">The request.</param>
    /// <param name="body">Its body.</param>
    public static void Find(IReadOnlyList<BlockWork> blocks, TurnMap map, ReadOnlyMemory<byte> body)
    {
        if (!blocks.Any(block => FileTools.IsReader(block.Block.ToolName) && block.Block.ToolCallId is not null))
        {
            return;
        }

        Dictionary<string, FileCall> calls = Calls(map, body);
        Dictionary<string, (bool IsEdit, BlockWork? Read)> later = [];
        var next = new Stack<BlockWork>(blocks);
        foreach (TurnBlock result in map.Messages.Reverse().SelectMany(message => message.Blocks.Reverse()))
        {
            BlockWork? block = next.TryPeek(out BlockWork? last) && last.Block.Token == result.Token ? next.Pop() : null;
            if (result.ToolCallId is null || !calls.TryGetValue(result.ToolCallId, out FileCall? call))
            {
                continue;
            }

            if (call.IsEdit)
            {
                if (Succeeded(result, body))
                {
                    later[call.Path] = (true, null);
                }

                continue;
            }

            if (block is not null && later.TryGetValue(call.Path, out (bool IsEdit, BlockWork? Read) outdating)
                && (outdating.IsEdit || outdating.Read!.Hash != block.Hash))
            {
                block.OutdatedBy = $"of {Shown(call.Path)}: {(outdating.IsEdit ? "edited" : "read again")} later in this conversation";
            }
            else if (block is not null && call.IsWhole)
            {
                later[call.Path] = (false, block);
            }
        }
    }

    /// <summary>What stands in the place of an outdated read.</summary>
    /// <param name="block">The block.</param>
    /// <param name="marker">Its handle.</param>
    public static byte[] Write(BlockWork block, MarkerHash marker)
    {
        ReadOnlySpan<byte> text = block.Content.Span;
        int lines = text.Count((byte)'\n') + (text.EndsWith("\n"u8) ? 0 : 1);
        var output = new ArrayBufferWriter<byte>(256);
        Marker.Write(output, string.Create(CultureInfo.InvariantCulture, $"Outdated read {block.OutdatedBy}. {lines} {(lines == 1 ? "line" : "lines")} left out"), marker);
        return output.WrittenSpan.ToArray();
    }

    private static Dictionary<string, FileCall> Calls(TurnMap map, ReadOnlyMemory<byte> body)
    {
        Dictionary<string, FileCall> calls = [];
        foreach (MessagePart part in map.Messages.SelectMany(message => message.Parts))
        {
            if (part is { Kind: MessagePartKind.ToolCall, Id: not null } && FileCall.Read(part.Range.Of(body)) is { } call)
            {
                calls[part.Id] = call;
            }
        }

        return calls;
    }

    // An edit that was refused changed nothing; when in doubt the read stays.
    private static bool Succeeded(TurnBlock result, ReadOnlyMemory<byte> body) =>
        result.TryRead(body, out ReadOnlyMemory<byte> text) && !SaysFailure(text.Span[..Math.Min(text.Length, MaxLooked)]);

    private static bool SaysFailure(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[MaxLooked];
        int length = System.Text.Encoding.Latin1.GetChars(text, characters);
        ReadOnlySpan<char> words = characters[..length];
        foreach (string sign in FailureSigns)
        {
            if (words.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shown(string path) => path.Length > MaxPath || path.Any(char.IsControl) ? "a file" : path;
}
