namespace Headroom.Compression.Code;

/// <summary>Reads the structure of source code. Deterministic; never throws on any input; linear in it.</summary>
public interface ICodeOutline
{
    /// <summary>Outlines one source file.</summary>
    /// <param name="utf8">The source; need not be valid UTF-8, nor complete, nor valid code.</param>
    /// <param name="language">Its language.</param>
    /// <returns>What is certain; <see cref="CodeOutline.Empty"/> where nothing is.</returns>
    CodeOutline Read(ReadOnlySpan<byte> utf8, CodeLanguage language);
}
