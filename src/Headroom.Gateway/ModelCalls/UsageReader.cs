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
internal abstract class UsageReader
{
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
        UsageReader? reader = stream is not null ? new OfStream(stream) : isWhole ? new OfWhole(format, (int)(answer.Content.Headers.ContentLength ?? OfWhole.Usual), maxBytes) : null;
        return reader is not null && AnswerDecoding.IsEncoded(answer) ? new OfEncoded(answer, reader) : reader;
    }

    /// <summary>Takes bytes as they are relayed.</summary>
    public abstract void Push(ReadOnlySpan<byte> bytes);

    /// <summary>The usage, once all bytes were pushed.</summary>
    public abstract ValueTask<TokenUsage> EndAsync();

    /// <summary>An answer in one piece is kept until it has ended.</summary>
    private sealed class OfWhole(WireFormat format, int length, int maxBytes) : UsageReader
    {
        public const int Usual = 1024;

        private readonly ArrayBufferWriter<byte> _answer = new(Math.Max(length, 1));
        private bool _isTooLarge;

        public override void Push(ReadOnlySpan<byte> bytes)
        {
            _isTooLarge |= _answer.WrittenCount + bytes.Length > maxBytes;
            if (!_isTooLarge)
            {
                _answer.Write(bytes);
            }
        }

        public override ValueTask<TokenUsage> EndAsync() =>
            ValueTask.FromResult(_isTooLarge ? TokenUsage.Unknown : format.ReadUsage(_answer.WrittenMemory));
    }

    /// <summary>A stream is followed event by event.</summary>
    private sealed class OfStream(AssistantStream answer) : UsageReader
    {
        private readonly EventSplitter _events = answer.NewSplitter();
        private readonly ArrayBufferWriter<byte> _nowhere = new();
        private bool _isLost;

        public override void Push(ReadOnlySpan<byte> bytes)
        {
            if (_isLost)
            {
                return;
            }

            try
            {
                _events.Push(bytes);
                while (_events.TryTake(out ReadOnlyMemory<byte> rawEvent))
                {
                    answer.Accept(rawEvent, _nowhere);
                    _nowhere.ResetWrittenCount();
                }
            }
            catch (IOException)
            {
                // Events of no size that any provider sends.
                _isLost = true;
            }
        }

        public override ValueTask<TokenUsage> EndAsync() => ValueTask.FromResult(_isLost ? TokenUsage.Unknown : answer.RoundUsage);
    }

    /// <summary>An answer in a content coding is decoded beside its relay.</summary>
    private sealed class OfEncoded : UsageReader
    {
        /// <summary>How far decoding may fall behind.</summary>
        private const int MaxBehind = 4 << 20;

        private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        private readonly UsageReader _inner;
        private readonly Task<TokenUsage> _reading;
        private long _pushed;
        private long _read;
        private bool _isOver;

        public OfEncoded(HttpResponseMessage answer, UsageReader inner)
        {
            _inner = inner;
            _reading = Task.Run(() => ReadAsync(answer));
        }

        public override void Push(ReadOnlySpan<byte> bytes)
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
            _ = _pipe.Writer.FlushAsync().AsTask();
        }

        public override async ValueTask<TokenUsage> EndAsync()
        {
            End(null);
            return await _reading.ConfigureAwait(false);
        }

        private void End(Exception? failure)
        {
            if (!_isOver)
            {
                _isOver = true;
                _pipe.Writer.Complete(failure);
            }
        }

        private async Task<TokenUsage> ReadAsync(HttpResponseMessage answer)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
            try
            {
                await using Stream encoded = _pipe.Reader.AsStream();
                await using Stream bytes = AnswerDecoding.Decode(answer, encoded);
                int read;
                while ((read = await bytes.ReadAsync(buffer).ConfigureAwait(false)) > 0)
                {
                    Volatile.Write(ref _read, _pushed);
                    _inner.Push(buffer.AsSpan(0, read));
                }

                return await _inner.EndAsync().ConfigureAwait(false);
            }
            catch (Exception unreadable) when (unreadable is IOException or InvalidDataException)
            {
                return TokenUsage.Unknown;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
