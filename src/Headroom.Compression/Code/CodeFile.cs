namespace Headroom.Compression.Code;

/// <summary>Source code of one language inside a block.</summary>
/// <param name="Language">The language.</param>
/// <param name="Text">Where it stands.</param>
internal readonly record struct CodeFile(CodeLanguage Language, Range Text);
