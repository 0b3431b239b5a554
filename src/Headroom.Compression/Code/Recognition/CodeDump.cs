using Headroom.Compression.Texts;

namespace Headroom.Compression.Code.Recognition;

/// <summary>
/// Splits a block that holds several files: <c>==&gt; path &lt;==</c> of head and tail, rules around a path, <c>File: path</c> of
/// packers, <c>&lt;file path="…"&gt;</c>, <c>&lt;source&gt;path&lt;/source&gt;</c>, and Markdown headings before fences.
/// </summary>
internal static class CodeDump
{
    // Enough to tell a file from words about a file.
    private const int SampleBytes = 4096;

    /// <summary>The files of known languages, where they are most of the block; else an empty list.</summary>
    public static List<CodeFile> Split(ReadOnlySpan<byte> content)
    {
        var files = new List<CodeFile>();
        int bytes = 0;
        int bodyStart = -1;
        CodeLanguage language = CodeLanguage.None;
        for (int position = 0; position <= content.Length;)
        {
            bool isEnd = position == content.Length;
            int length = content[position..].IndexOf((byte)'\n');
            int next = length < 0 ? content.Length : position + length + 1;
            CodeLanguage headed = CodeLanguage.None;
            if (isEnd || DumpHeader.TryRead(content[position..next].Trim(" \t\r\n"u8), out headed))
            {
                if (language != CodeLanguage.None)
                {
                    Range body = DumpHeader.Body(content, bodyStart, position);
                    if (LanguageEvidence.IsLikeCode(Utf8Cut.Head(content[body], SampleBytes), language))
                    {
                        files.Add(new CodeFile(language, body));
                        bytes += body.End.Value - body.Start.Value;
                    }
                }

                language = headed;
                bodyStart = next;
            }

            position = isEnd ? content.Length + 1 : next;
        }

        return bytes * 2L >= content.Length ? files : [];
    }
}
