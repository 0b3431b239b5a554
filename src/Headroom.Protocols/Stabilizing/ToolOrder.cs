using System.Text;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Stabilizing;

/// <summary>
/// Puts tools into the order of their names, for clients that list the same tools in another order from request to request. The
/// bytes of each stay; a list with a cache breakpoint in it is left alone, since where that stands means something.
/// </summary>
internal static class ToolOrder
{
    /// <summary>Sorts the array at <paramref name="tools"/>.</summary>
    /// <param name="splice">The body.</param>
    /// <param name="tools">The array, brackets included.</param>
    /// <param name="nameOf">A tool's name; <c>null</c> where it has none.</param>
    public static void Sort(BodySplice splice, ByteRange tools, Func<JsonMembers, string?> nameOf)
    {
        ReadOnlyMemory<byte> body = splice.Body;
        if (tools.Of(body.Span).IndexOf("\"cache_control\""u8) >= 0 || tools.Of(body.Span).IndexOf("\"cachePoint\""u8) >= 0)
        {
            return;
        }

        List<(ByteRange Range, string Name)> listed = [];
        foreach (ByteRange element in JsonList.Elements(body, tools))
        {
            if (JsonMembers.TryRead(body, element) is not { } tool)
            {
                return;
            }

            // Provider tools without a name go by what they are.
            listed.Add((element, nameOf(tool) ?? tool.StringOf("type") ?? Encoding.UTF8.GetString(element.Of(body.Span))));
        }

        List<(ByteRange Range, string Name)> sorted = [.. listed.OrderBy(tool => tool.Name, StringComparer.Ordinal)];
        if (!sorted.SequenceEqual(listed))
        {
            var all = new ByteRange(listed[0].Range.Start, listed[^1].Range.End - listed[0].Range.Start);
            splice.Replace(all, JsonList.Join(sorted.Select(tool => tool.Range.Of(body))));
        }
    }
}
