using System.Buffers;
using System.Text;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Responses;

/// <summary>The streamed answer of the Responses API, as server-sent events or as messages of a WebSocket.</summary>
internal sealed class ResponsesStream(EventFraming framing) : AssistantStream
{
    private readonly SortedDictionary<long, Item> _items = [];
    private readonly List<ReadOnlyMemory<byte>> _shownBefore = [];
    private ReadOnlyMemory<byte> _firstPreviousId;
    private string? _answerId;
    private long? _nextSequence;
    private long _nextIndex;
    private bool _isCompleted;

    public override bool HasOwnCalls => _items.Values.Any(item => item.IsOwn);

    private bool IsRewritten => ContinuationCount > 0 || HasOwnCalls;

    public override void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (Event.TryRead(rawEvent, framing) is not { } e)
        {
            client.Write(rawEvent.Span);
            return;
        }

        switch (e.Members.StringOf("type"))
        {
            case "response.created" or "response.in_progress" or "response.queued": Begin(e, client); break;
            case "response.output_item.added": AddItem(e, client); break;
            case "response.output_item.done": EndItem(e, client); break;
            case "response.completed": End(e, isCompleted: true, client); break;
            case "response.incomplete": End(e, isCompleted: false, client); break;
            case "response.failed" or "error": Fail(e, client); break;
            case { } type when type.StartsWith("response.", StringComparison.Ordinal) && e.Response?.IsOver == true: Fail(e, client); break;
            default:
                RelayOfItem(e, client);
                break;
        }
    }

    public override AssistantRound CompleteRound()
    {
        List<ReadOnlyMemory<byte>> items = [.. _items.Values.Select(item => item.Json).OfType<ReadOnlyMemory<byte>>()];
        bool isWhole = _items.Values.All(item => item.Json is not null);
        return ResponsesRound.Of(_answerId, items, _isCompleted && isWhole);
    }

    public override void BeginContinuation(IBufferWriter<byte> client)
    {
        _shownBefore.AddRange(_items.Values.Where(item => !item.IsOwn).Select(item => item.Json).OfType<ReadOnlyMemory<byte>>());
        _items.Clear();
        _answerId = null;
        _isCompleted = false;
        EndRound();
    }

    public override void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped)
    {
        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            Event e = Event.TryRead(rawEvent, framing)!.Value;
            var splice = new BodySplice(rawEvent);
            Number(splice, e);
            TokenUsage? total = ContinuationCount > 0 ? EarlierUsage.Plus(RoundUsage) : null;
            e.Response?.ShowAsOne(splice, e.Offset, _shownBefore, total, _firstPreviousId);
            client.Write(splice.ToMemory().Span);
        }

        DropHeld();
    }

    public override void WriteError(IBufferWriter<byte> client, string message)
    {
        bool isBare = framing == EventFraming.Bare;
        client.Write(isBare ? "{\"type\":\"error\",\"status\":502,\"error\":{\"type\":\"proxy_error\",\"code\":null,\"message\":"u8
            : "event: error\ndata: {\"type\":\"error\",\"code\":\"proxy_error\",\"message\":"u8);
        JsonText.WriteString(client, Encoding.UTF8.GetBytes(message));
        client.Write(isBare ? "}"u8 : ",\"param\":null"u8);
        client.Write(",\"sequence_number\":"u8);
        client.Write(JsonText.ToNumber(_nextSequence ?? 0).Span);
        client.Write(isBare ? "}"u8 : "}\n\n"u8);
    }

    private void Begin(Event e, IBufferWriter<byte> client)
    {
        TakeResponse(e);
        if (ContinuationCount > 0)
        {
            return;
        }

        _firstPreviousId = e.Response?.PreviousId ?? default;
        Relay(e, client);
    }

    private void AddItem(Event e, IBufferWriter<byte> client)
    {
        if (e.Members.NumberOf("output_index") is { } index)
        {
            Place(index, ResponseObject.IsOwn(e.Members.ObjectOf("item")));
        }

        RelayOfItem(e, client);
    }

    private void EndItem(Event e, IBufferWriter<byte> client)
    {
        if (e.Members.NumberOf("output_index") is { } index && e.Members.ValueOf("item") is { } json)
        {
            Item item = Place(index, ResponseObject.IsOwn(e.Members.ObjectOf("item")));
            item.Json = json.Of(e.Data).ToArray();
        }

        RelayOfItem(e, client);
    }

    private Item Place(long index, bool isOwn)
    {
        if (!_items.TryGetValue(index, out Item? item))
        {
            _items[index] = item = new Item(isOwn, isOwn ? -1 : _nextIndex++);
        }

        return item;
    }

    private void End(Event e, bool isCompleted, IBufferWriter<byte> client)
    {
        TakeResponse(e);
        IsEnded = true;
        _isCompleted = isCompleted;
        if (IsRewritten && e.Offset >= 0)
        {
            Hold(e.Raw);
        }
        else
        {
            Relay(e, client);
        }
    }

    /// <summary>The answer is over without an end of its own: it failed, was cancelled, or ended in a way that is not known yet.</summary>
    private void Fail(Event e, IBufferWriter<byte> client)
    {
        TakeResponse(e);
        HasFailed = true;
        Relay(e, client);
    }

    private void TakeResponse(Event e)
    {
        if (e.Response is { } response)
        {
            _answerId = response.Id ?? _answerId;
            RoundUsage = RoundUsage.UpdatedBy(response.Usage);
        }
    }

    /// <summary>Relays an event that may be about an item: not at all for our own, with the client's index for the others.</summary>
    private void RelayOfItem(Event e, IBufferWriter<byte> client)
    {
        if (e.Members.NumberOf("output_index") is { } index && _items.TryGetValue(index, out Item? item))
        {
            if (!item.IsOwn)
            {
                Relay(e, client, item.ClientIndex == index ? null : item.ClientIndex);
            }

            return;
        }

        Relay(e, client);
    }

    private void Relay(Event e, IBufferWriter<byte> client, long? index = null)
    {
        var splice = new BodySplice(e.Raw);
        if (e.Offset >= 0)
        {
            if (index is { } clientIndex)
            {
                e.Put(splice, "output_index", clientIndex);
            }

            Number(splice, e);
            e.Response?.HideTool(splice, e.Offset);
        }

        client.Write(splice.ToMemory().Span);
    }

    /// <summary>Numbers go on without a gap once events were held back.</summary>
    private void Number(BodySplice splice, Event e)
    {
        if (e.Members.NumberOf("sequence_number") is not { } number)
        {
            return;
        }

        long shown = IsRewritten ? _nextSequence ?? number : number;
        _nextSequence = shown + 1;
        if (shown != number)
        {
            e.Put(splice, "sequence_number", shown);
        }
    }

    private sealed class Item(bool isOwn, long clientIndex)
    {
        public bool IsOwn => isOwn;

        public long ClientIndex => clientIndex;

        public ReadOnlyMemory<byte>? Json { get; set; }
    }

    /// <summary>One event that holds a JSON object.</summary>
    private readonly record struct Event(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Data, int Offset, JsonMembers Members)
    {
        public ResponseObject? Response { get; } = Members.ObjectOf("response") is { } response ? new ResponseObject(Data, response) : null;

        public static Event? TryRead(ReadOnlyMemory<byte> raw, EventFraming framing)
        {
            (ReadOnlyMemory<byte> data, int offset) = (raw, 0);
            bool hasData = framing == EventFraming.Bare || ServerSentEvent.TryGetData(raw, out data, out offset);
            return hasData && JsonMembers.TryRead(data) is { } members ? new Event(raw, data, offset, members) : null;
        }

        public void Put(BodySplice splice, string name, long value)
        {
            if (Members.ValueOf(name) is { } range)
            {
                splice.Replace(new ByteRange(Offset + range.Start, range.Length), JsonText.ToNumber(value));
            }
        }
    }
}
