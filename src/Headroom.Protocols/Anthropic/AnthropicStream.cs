using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Anthropic;

/// <summary>The streamed answer of the Messages API.</summary>
internal sealed class AnthropicStream : AssistantStream
{
    private readonly SortedDictionary<long, AnthropicBlock> _blocks = [];
    private readonly Dictionary<long, long> _clientIndexes = [];
    private long _nextClientIndex;
    private bool _hasOwnCalls;

    public override bool HasOwnCalls => _hasOwnCalls;

    private bool IsRewritten => ContinuationCount > 0 || _hasOwnCalls;

    public override void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (!ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset)
            || JsonMembers.TryRead(data) is not { } members)
        {
            client.Write(rawEvent.Span);
            return;
        }

        switch (members.StringOf("type"))
        {
            case "message_start": StartMessage(rawEvent, members, client); break;
            case "content_block_start": StartBlock(rawEvent, data, offset, members, client); break;
            case "content_block_delta": ExtendBlock(rawEvent, data, offset, members, client); break;
            case "content_block_stop": Relay(rawEvent, offset, members, client); break;
            case "message_delta":
                RoundUsage = RoundUsage.UpdatedBy(AnthropicUsage.Read(members.ObjectOf("usage")));
                Close(rawEvent, client);
                break;
            case "message_stop":
                IsEnded = true;
                Close(rawEvent, client);
                break;
            case "error":
                HasFailed = true;
                client.Write(rawEvent.Span);
                break;
            default: client.Write(rawEvent.Span); break;
        }
    }

    public override AssistantRound CompleteRound()
    {
        var message = new ArrayBufferWriter<byte>(1024);
        message.Write("{\"role\":\"assistant\",\"content\":["u8);
        List<VisiblePart> visible = [];
        List<OwnCall> own = [];
        List<string> clientCalls = [];
        List<AnthropicBlock> blocks = [.. _blocks.Values];
        bool isFirst = true;
        for (int i = 0; i < blocks.Count; i++)
        {
            AnthropicBlock block = blocks[i];
            ReadOnlyMemory<byte>? text = block.Text();
            if (text is { IsEmpty: true })
            {
                // The provider sends such blocks and refuses to be sent them.
                visible.Add(VisiblePart.Of([]));
                continue;
            }

            ReadOnlyMemory<byte> json = block.ToJson();
            message.Write(isFirst ? ""u8 : ","u8);
            message.Write(json.Span);
            isFirst = false;
            if (block.IsOwnCall)
            {
                string? next = blocks.Skip(i + 1).FirstOrDefault(b => b.IsClientCall)?.Id;
                own.Add(new OwnCall(block.Id ?? "", json, block.Input, next));
                continue;
            }

            visible.Add(text is { } said ? VisiblePart.Of(said.Span) : VisiblePart.Other);
            if (block is { IsClientCall: true, Id: { } id })
            {
                clientCalls.Add(id);
            }
        }

        message.Write("]}"u8);
        bool isComplete = own.TrueForAll(call => call.IsComplete());
        return new AssistantRound(message.WrittenMemory, visible, own, clientCalls, isComplete);
    }

    public override void BeginContinuation(IBufferWriter<byte> client)
    {
        _blocks.Clear();
        _clientIndexes.Clear();
        _hasOwnCalls = false;
        EndRound();
    }

    public override void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped)
    {
        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            bool isDelta = ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset)
                && offset >= 0 && JsonMembers.TryRead(data) is { } members && members.StringOf("type") == "message_delta";
            client.Write(isDelta ? Rewritten(rawEvent, data, offset, ownCallsDropped).Span : rawEvent.Span);
        }

        DropHeld();
    }

    public override void WriteError(IBufferWriter<byte> client, string message)
    {
        client.Write("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":"u8);
        JsonText.WriteString(client, Encoding.UTF8.GetBytes(message));
        client.Write("}}\n\n"u8);
    }

    private void StartMessage(ReadOnlyMemory<byte> rawEvent, JsonMembers members, IBufferWriter<byte> client)
    {
        RoundUsage = RoundUsage.UpdatedBy(AnthropicUsage.Read(members.ObjectOf("message")?.ObjectOf("usage")));
        if (ContinuationCount == 0)
        {
            client.Write(rawEvent.Span);
        }
    }

    private void StartBlock(ReadOnlyMemory<byte> rawEvent, ReadOnlyMemory<byte> data, int offset, JsonMembers members, IBufferWriter<byte> client)
    {
        if (members.NumberOf("index") is not { } index || members.ValueOf("content_block") is not { } start)
        {
            client.Write(rawEvent.Span);
            return;
        }

        var block = new AnthropicBlock(start.Of(data.Span));
        _blocks[index] = block;
        if (block.IsOwnCall)
        {
            _hasOwnCalls = true;
            return;
        }

        _clientIndexes[index] = _nextClientIndex++;
        Relay(rawEvent, offset, members, client);
    }

    private void ExtendBlock(ReadOnlyMemory<byte> rawEvent, ReadOnlyMemory<byte> data, int offset, JsonMembers members, IBufferWriter<byte> client)
    {
        if (members.NumberOf("index") is { } index && _blocks.TryGetValue(index, out AnthropicBlock? block)
            && members.ObjectOf("delta") is { } delta)
        {
            block.Add(data, delta);
        }

        Relay(rawEvent, offset, members, client);
    }

    /// <summary>Relays an event of a block: not at all for our own, with the client's index for the others.</summary>
    private void Relay(ReadOnlyMemory<byte> rawEvent, int offset, JsonMembers members, IBufferWriter<byte> client)
    {
        if (members.NumberOf("index") is not { } index || !_blocks.TryGetValue(index, out AnthropicBlock? block))
        {
            client.Write(rawEvent.Span);
            return;
        }

        if (block.IsOwnCall)
        {
            return;
        }

        long clientIndex = _clientIndexes[index];
        if (clientIndex == index || offset < 0)
        {
            client.Write(rawEvent.Span);
            return;
        }

        ByteRange number = members.ValueOf("index")!.Value;
        client.Write(rawEvent.Span[..(offset + number.Start)]);
        client.Write(JsonText.ToNumber(clientIndex).Span);
        client.Write(rawEvent.Span[(offset + number.End)..]);
    }

    private void Close(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (IsRewritten)
        {
            Hold(rawEvent);
        }
        else
        {
            client.Write(rawEvent.Span);
        }
    }

    /// <summary>
    /// The closing delta of the whole answer: input and cache figures of the last round, since agents read usage as the size
    /// of their context; output summed.
    /// </summary>
    private ReadOnlyMemory<byte> Rewritten(ReadOnlyMemory<byte> rawEvent, ReadOnlyMemory<byte> data, int offset, bool ownCallsDropped)
    {
        var splice = new BodySplice(rawEvent);
        JsonMembers members = JsonMembers.TryRead(data)!;
        if (ContinuationCount > 0 && members.ObjectOf("usage") is { } usage)
        {
            TokenUsage total = EarlierUsage.Plus(RoundUsage);
            var first = new StringBuilder();
            void Put(string name, long? value)
            {
                if (value is null)
                {
                    return;
                }

                if (usage.ValueOf(name) is { } range)
                {
                    splice.Replace(new ByteRange(offset + range.Start, range.Length), JsonText.ToNumber(value.Value));
                }
                else
                {
                    first.Append(CultureInfo.InvariantCulture, $"\"{name}\":{value},");
                }
            }

            Put("input_tokens", RoundUsage.Input);
            Put("cache_creation_input_tokens", RoundUsage.CacheWrite);
            Put("cache_read_input_tokens", RoundUsage.CacheRead);
            Put("output_tokens", total.Output);
            string added = usage.IsEmpty ? first.ToString().TrimEnd(',') : first.ToString();
            splice.Insert(offset + usage.Range.Start + 1, Encoding.ASCII.GetBytes(added));
        }

        bool hasClientCalls = _blocks.Values.Any(block => block.IsClientCall);
        if (ownCallsDropped && !hasClientCalls && members.ObjectOf("delta") is { } delta
            && delta.StringOf("stop_reason") == "tool_use" && delta.ValueOf("stop_reason") is { } reason)
        {
            splice.Replace(new ByteRange(offset + reason.Start, reason.Length), "\"end_turn\""u8.ToArray());
        }

        return splice.ToMemory();
    }
}
