using System.Security.Cryptography;
using System.Text;

namespace Headroom.Extensions.AI;

/// <summary>What stood in a result's place when it was sent. The oldest make room for new ones; such a result is compressed anew if it comes again.</summary>
internal sealed class SentResults
{
    private const int MaxRemembered = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _sent = [];
    private readonly Queue<string> _order = [];

    /// <summary>What was sent for a result; <c>null</c> where it was not sent yet.</summary>
    public string? Find(string text)
    {
        string key = Key(text);
        lock (_gate)
        {
            return _sent.GetValueOrDefault(key);
        }
    }

    /// <summary>Remembers what is sent for a result; the first one stands.</summary>
    public void Remember(string text, string sent)
    {
        string key = Key(text);
        lock (_gate)
        {
            if (!_sent.TryAdd(key, sent))
            {
                return;
            }

            _order.Enqueue(key);
            if (_order.Count > MaxRemembered)
            {
                _sent.Remove(_order.Dequeue());
            }
        }
    }

    private static string Key(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
