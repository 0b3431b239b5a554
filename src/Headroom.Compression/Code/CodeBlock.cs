using Headroom.Compression.Code.Recognition;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Code;

/// <summary>A block of source code: one file, a listing with line numbers, or several files.</summary>
/// <param name="Files">The files, as ranges of the block or of the bare code of a listing.</param>
/// <param name="IsDump">Whether they are several, each with its name.</param>
/// <param name="Listing">The line numbers, where lines carry them.</param>
internal sealed record CodeBlock(IReadOnlyList<CodeFile> Files, bool IsDump, NumberedListing? Listing)
{
    private const int SampleBytes = 65_536;

    /// <summary>Whether a block is source code.</summary>
    public static bool IsCode(ReadOnlySpan<byte> content) => Read(Utf8Cut.Head(content, SampleBytes)) is not null;

    /// <summary>Recognises the block; <c>null</c> where it is not code.</summary>
    public static CodeBlock? Read(ReadOnlySpan<byte> content)
    {
        List<CodeFile> files = CodeDump.Split(content);
        if (files.Count > 1)
        {
            return new CodeBlock(files, IsDump: true, Listing: null);
        }

        if (files.Count == 1 && LanguageEvidence.Of(content[files[0].Text]) != CodeLanguage.None)
        {
            // One file with its name, which tells the language better than its lines do.
            return new CodeBlock(files, IsDump: false, Listing: null);
        }

        var listing = NumberedListing.TryRead(content);
        ReadOnlySpan<byte> text = listing is null ? content : listing.Text.WrittenSpan;
        CodeLanguage language = LanguageEvidence.Of(text);
        return language == CodeLanguage.None ? null : new CodeBlock([new CodeFile(language, 0..text.Length)], IsDump: false, listing);
    }
}
