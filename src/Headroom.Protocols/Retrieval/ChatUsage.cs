using System.Globalization;
using System.Text;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Retrieval;

/// <summary>Rewrites the usage of a Chat Completions answer that took several upstream calls.</summary>
internal static class ChatUsage
{
    /// <summary>Puts the last round's prompt figures beside the sum of all completions.</summary>
    /// <param name="splice">The answer or event.</param>
    /// <param name="offset">Where the JSON that <paramref name="usage"/> was read from begins in it.</param>
    /// <param name="usage">The usage object.</param>
    /// <param name="last">Figures of the last round.</param>
    /// <param name="total">Figures of all rounds.</param>
    public static void Rewrite(BodySplice splice, int offset, JsonMembers usage, TokenUsage last, TokenUsage total)
    {
        Put("completion_tokens", total.Output);
        Put("total_tokens", last.Input is null || total.Output is null ? null : last.Input + total.Output);

        void Put(string name, long? value)
        {
            if (value is { } number && usage.ValueOf(name) is { } range)
            {
                splice.Replace(new ByteRange(offset + range.Start, range.Length), Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }
}
