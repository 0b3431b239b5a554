using System.Collections.Frozen;

namespace Headroom.Compression.Explaining;

/// <summary>Says of each stage what it does and what it leaves out, for people.</summary>
public static class Stages
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["build:sample"] = "steps and passes are counted; failures, errors and summaries stay",
        ["build:templates"] = "lines of one pattern are written once, with what differs; nothing is left out",
        ["code:outline"] = "bodies of functions are left out; declarations, error paths and what the question names stay",
        ["diff:fold"] = "runs of lines that differ in numbers only are written once; nothing is left out",
        ["diff:sample"] = "context and long runs of one kind are left out; every file and hunk header stays",
        ["html:markdown"] = "the content of the page as Markdown; navigation, banners, scripts and what is hidden are left out",
        ["json:minify"] = "white space between values is left out; every value stays",
        ["json:sample"] = "rows and texts that tell little beyond those shown are left out; first, last, unusual and failed ones, and what the question names, stay",
        ["json:table"] = "names and values that repeat are written once; nothing is left out",
        ["json:unescape"] = "text inside a string is written as text; nothing is left out",
        ["listing:commits"] = "each commit stays with its subject; what it changed is summed up",
        ["listing:long"] = "columns that repeat are written once; nothing is left out",
        ["listing:paths"] = "folders are written once; nothing is left out",
        ["listing:tree"] = "folders are written once; nothing is left out",
        ["log:sample"] = "lines of a pattern already shown are counted with their values; errors, stacks and rare patterns stay",
        ["log:templates"] = "lines of one pattern are written once, with what differs; nothing is left out",
        ["mixed:sections"] = "each section is treated by what it is; text between them stays",
        ["opaque:ends"] = "beginning and end stay, with what it encodes and how much; the rest tells a reader nothing",
        ["prose:repeats"] = "sentences and paragraphs that repeat are written once; nothing is left out",
        ["prose:sentences"] = "sentences that do not fit the question are counted where they stood; headings above those shown, errors and what the question names stay",
        ["prose:words"] = "small words are left out of sentences; names, numbers, code, negations and duties stay, in order",
        ["repeat:diff"] = "only what differs from an earlier result of this request is written",
        ["repeat:same"] = "the same stands earlier in this request",
        ["search:events"] = "hits are written without the events around them; nothing is left out",
        ["search:group"] = "file names are written once; nothing is left out",
        ["search:sample"] = "hits that look alike are counted per file; every file and its count stays",
        ["table:columns"] = "values that repeat down a column are written once; nothing is left out",
        ["table:sample"] = "rows that tell little beyond those shown are left out; first, last, unusual and failed ones, and what the question names, stay",
        ["xml:sample"] = "elements that tell little beyond those shown are left out; first, last, unusual and failed ones, and what the question names, stay",
        ["xml:table"] = "names of elements and values that repeat are written once; white space and comments are left out",
        ["xml:values"] = "values stay; tags, white space and comments are left out",
    }.ToFrozenDictionary();

    /// <summary>What a stage does.</summary>
    /// <param name="transform">Its name, as in a block's transforms.</param>
    /// <returns><c>null</c> where there is no such stage.</returns>
    public static string? Describe(string transform) => Words.GetValueOrDefault(transform);
}
