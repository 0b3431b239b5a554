using System.Security.Cryptography;
using System.Text;
using Headroom.Compression.Blocks;

namespace Headroom.Context.Chunks;

/// <summary>Which compressed form of a content: everything that decides its bytes besides the content itself.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Anchors">The anchors that were given, separated by spaces; empty for the base form.</param>
/// <param name="HasMarker">Whether its reader can retrieve, so that something may be left out.</param>
/// <param name="IsToolOutput">Whether a tool produced the content.</param>
/// <param name="IsFileRead">Whether that tool reads files, whose text an edit has to quote.</param>
public sealed record VariantKey(string Profile, string Anchors, bool HasMarker, bool IsToolOutput, bool IsFileRead)
{
    private const int NameBytes = 16;

    /// <summary>The form that a compressor makes in a context.</summary>
    public static VariantKey Of(CompressionProfile profile, in BlockContext context) => new(
        profile.Id, context.Anchors.ToString(), context.Marker is not null, context.IsToolOutput, FileTools.IsReader(context.ToolName));

    /// <summary>A short name for it, 32 hexadecimal digits; what it is cannot be read back.</summary>
    public string ToName() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Profile}\n{Anchors}\n{(HasMarker ? "m" : "")}{(IsToolOutput ? "t" : "")}{(IsFileRead ? "f" : "")}")).AsSpan(0, NameBytes));
}
