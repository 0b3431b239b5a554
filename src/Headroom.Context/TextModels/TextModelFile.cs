namespace Headroom.Context.TextModels;

/// <summary>A file of a text model.</summary>
/// <param name="Path">Where it lies in the model's folder, with <c>/</c>.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 lowercase hexadecimal digits.</param>
/// <param name="Bytes">Its length; <c>null</c> where it is not known.</param>
/// <param name="Url">Where it is fetched from; relative to the description, or <c>null</c> for beside it.</param>
public sealed record TextModelFile(string Path, string Sha256, long? Bytes = null, string? Url = null)
{
    private static readonly System.Buffers.SearchValues<char> LowerHex = System.Buffers.SearchValues.Create("0123456789abcdef");

    internal string? Error =>
        !IsInside(Path) ? $"'{Path}' is no path inside a model's folder."
        : !IsDigest(Sha256) ? $"{Path} needs its SHA-256, 64 lowercase hexadecimal digits."
        : Bytes < 0 ? $"{Path} has a negative length."
        : null;

    /// <summary>Whether a text is a SHA-256.</summary>
    public static bool IsDigest(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(LowerHex);

    private static bool IsInside(string path) =>
        path.Length is > 0 and <= 255 && path != TextModelDescription.FileName
        && path.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'));
}
