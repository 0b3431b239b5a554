using System.Buffers;
using System.IO.Pipelines;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Streaming;

namespace Headroom.Gateway.ModelCalls;

/// <summary>
/// Reads the usage in an answer that is relayed as it comes. It works beside the relay and never holds it up: where it cannot
/// follow, it gives up and the usage is unknown.
/// </summary>
internal sealed class UsageReader
{
    /// <summary>How far it may fall behind.</summary>
    private const int MaxBehind = 4 << 20;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Task<TokenUsage> _reading;
    private long _pushed;
    private long _read;
    private bool _isOver;

    private UsageReader(HttpResponseMessage answer, Func<Stream, Task<TokenUsage>> read) =>
        _reading = Task.Run(() => ReadAsync(answer, read));

    /// <summary>A reader for an answer; <c>null</c> where no usage can be read from it.</summary>
    /// <param name="call">The turn.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="maxBytes">Answers in one piece above this size are not read.</param>
    public static UsageReader? For(ModelCall call, HttpResponseMessage answer, int maxBytes)
    {
        if (!answer.IsSuccessStatusCode || !AnswerDecoding.CanDecode(answer))
        {
            return null;
        }

        WireFormat format = WireFormat.Of(call.Protocol);
        AssistantStream? stream = (answer.Content.Headers.ContentType?.MediaType, call.StreamsArray) switch
        {
            ({ } type, _) when type == format.StreamMediaType => format.NewStream(),
            ("application/json", true) => format.NewArrayStream(),
            _ => null,
        };
        bool isWhole = stream is null && answer.Content.Headers is { ContentType.MediaType: "application/json" } headers && !(headers.ContentLength > maxBytes);
        return stream is not null ? new UsageReader(answer, bytes => OfStreamAsync(stream, bytes))
            : isWhole ? new UsageReader(answer, async bytes => format.ReadAnswer(
                await AnswerDecoding.ReadAsync(bytes, null, maxBytes, CancellationToken.None).ConfigureAwait(false))?.Usage ?? TokenUsage.Unknown)
            : null;
    }

    /// <summary>Takes bytes as they are relayed.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (_isOver || _reading.IsCompleted)
        {
            return;
        }

        _pushed += bytes.Length;
        if (_pushed - Volatile.Read(ref _read) > MaxBehind)
        {
            End(new InvalidDataException("The usage reader fell behind."));
            return;
        }

        _pipe.Writer.Write(bytes);
        ValueTask<FlushResult> flushed = _pipe.Writer.FlushAsync();
        _ = flushed.IsCompletedSuccessfully ? flushed.Result : default;
    }

    /// <summary>The usage, once all bytes were pushed.</summary>
    public async Task<TokenUsage> EndAsync()
    {
        End(null);
        return await _reading.ConfigureAwait(false);
    }

    private static async Task<TokenUsage> OfStreamAsync(AssistantStream answer, Stream bytes)
    {
        EventSplitter events = answer.NewSplitter();
        var nowhere = new ArrayBufferWriter<byte>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            int read;
            while ((read = await bytes.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                events.Push(buffer.AsSpan(0, read));
                while (events.TryTake(out ReadOnlyMemory<byte> rawEvent))
                {
                    answer.Accept(rawEvent, nowhere);
                    nowhere.ResetWrittenCount();
                }
            }

            return answer.RoundUsage;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void End(Exception? failure)
    {
        if (!_isOver)
        {
            _isOver = true;
            _pipe.Writer.Complete(failure);
        }
    }

    private async Task<TokenUsage> ReadAsync(HttpResponseMessage answer, Func<Stream, Task<TokenUsage>> read)
    {
        try
        {
            await using Stream bytes = AnswerDecoding.Decode(answer, new CountingStream(_pipe.Reader.AsStream(), count => Interlocked.Add(ref _read, count)));
            return await read(bytes).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or InvalidOperationException)
        {
            return TokenUsage.Unknown;
        }
    }

    private sealed class CountingStream(Stream stream, Action<int> count) : Bodies.ForwardStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            count(read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
