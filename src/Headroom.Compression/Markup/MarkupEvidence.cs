using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;
using Headroom.Compression.Json;
using Headroom.Compression.Markup.Xml;

namespace Headroom.Compression.Markup;

/// <summary>
/// Tells markup by what stands at its beginning: a document type, the root of a page, or tags that all are those of HTML; XML
/// by reading all of it. Components and templates (JSX, Vue, PHP, Jinja and the like) are code.
/// </summary>
internal static class MarkupEvidence
{
    private const int HeadBytes = 8192;
    private const int MinTags = 6;

    private static readonly FrozenSet<string> Elements =
    "a abbr address article aside b blockquote body br button caption center cite code col colgroup dd del details div dl dt em fieldset figcaption figure footer font form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main mark meta nav noscript ol option p pre q s samp script section select small span strong style sub summary sup table tbody td textarea tfoot th thead time title tr tt u ul var video"
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ElementsBySpan = Elements.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:."u8);

    /// <summary>Judges a text.</summary>
    public static MarkupKind KindOf(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = (utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8).TrimStart(" \t\r\n"u8);
        if (text.Length < 16 || text[0] != '<' || utf8.Length > JsonIndex.MaxBytes)
        {
            return MarkupKind.None;
        }

        ReadOnlySpan<byte> start = WithoutRemarks(text[..Math.Min(text.Length, HeadBytes)]);
        bool isPage = StartsWith(start, "<!doctype html"u8) || StartsWith(start, "<html"u8);
        return isPage || IsFragment(start) ? (Utf8.IsValid(utf8) ? MarkupKind.Html : MarkupKind.None)
            : IsXml(utf8, text) ? MarkupKind.Xml
            : MarkupKind.None;
    }

    private static ReadOnlySpan<byte> WithoutRemarks(ReadOnlySpan<byte> text)
    {
        while (text.StartsWith("<!--"u8) || text.StartsWith("<?xml"u8))
        {
            int end = text.IndexOf(text[1] == '?' ? "?>"u8 : "-->"u8);
            if (end < 0)
            {
                break;
            }

            text = text[(end + (text[1] == '?' ? 2 : 3))..].TrimStart(" \t\r\n"u8);
        }

        return text;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    // All tags are those of HTML, more than one kind of them, and nothing belongs to a language around it.
    private static bool IsFragment(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head[0] != '<' || HasForeignSyntax(head))
        {
            return false;
        }

        int tags = 0;
        int closings = 0;
        var kinds = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Span<char> name = stackalloc char[16];
        for (int at = 0; at < head.Length;)
        {
            int next = head[at..].IndexOf((byte)'<');
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            if (at < head.Length && head[at] is (byte)'!' or (byte)' ' or (byte)'=')
            {
                continue;
            }

            bool isClosing = at < head.Length && head[at] == '/';
            at += isClosing ? 1 : 0;
            int length = at < head.Length ? head[at..].IndexOfAnyExcept(NameBytes) : -1;
            if (length < 0)
            {
                break;
            }

            if (length is 0 or > 16 || !ElementsBySpan.TryGetValue(name[..Encoding.ASCII.GetChars(head.Slice(at, length), name)], out string? element))
            {
                return false;
            }

            tags++;
            closings += isClosing ? 1 : 0;
            kinds.Add(element);
        }

        return tags >= MinTags && closings * 4 >= tags && kinds.Count > 2;
    }

    private static bool HasForeignSyntax(ReadOnlySpan<byte> head) =>
        head.IndexOf("className="u8) >= 0 || head.IndexOf("={"u8) >= 0 || head.IndexOf("{{"u8) >= 0 || head.IndexOf("{%"u8) >= 0 || head.IndexOf("<%"u8) >= 0
        || head.IndexOf("<?php"u8) >= 0 || head.IndexOf("v-if="u8) >= 0 || head.IndexOf("v-for="u8) >= 0 || head.IndexOf("{#if"u8) >= 0 || head.IndexOf("<script setup"u8) >= 0
        || head.IndexOf("export default"u8) >= 0 || head.IndexOf("*ngFor="u8) >= 0 || head.IndexOf("*ngIf="u8) >= 0;

    private static bool IsXml(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> end = text.TrimEnd(" \t\r\n"u8);
        if (end[^1] != '>')
        {
            return false;
        }

        bool isRead = XmlTree.TryRead(utf8, CancellationToken.None, out XmlTree tree);
        using XmlTree elements = tree;
        return isRead && XmlValues.HasRuns(elements, utf8.Length) && Utf8.IsValid(utf8);
    }
}
