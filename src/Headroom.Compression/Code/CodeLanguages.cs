using System.Text;
using Headroom.Compression.Code.Recognition;

namespace Headroom.Compression.Code;

/// <summary>Tells languages apart.</summary>
public static class CodeLanguages
{
    /// <summary>The language of a file by its name; <see cref="CodeLanguage.None"/> where it is not known.</summary>
    public static CodeLanguage OfPath(string path) =>
        LanguageOfPath.TryRead(Encoding.UTF8.GetBytes(Path.GetFileName(path)), out CodeLanguage language) ? language : CodeLanguage.None;
}
