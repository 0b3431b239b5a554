using System.Buffers;

namespace Headroom.Compression.Builds;

/// <summary>Numbered steps: ninja and CMake <c>[12/300]</c>, <c>[ 12%]</c>; BuildKit <c>#12 0.345 …</c>; compiler calls that make echoes.</summary>
internal static class StepLines
{
    private static readonly SearchValues<byte> ShareBytes = SearchValues.Create("0123456789/% "u8);
    private static readonly SearchValues<byte> SecondsBytes = SearchValues.Create("0123456789."u8);

    /// <summary>Reads a line behind its indentation.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out BuildLine line)
    {
        line = default;
        if (text[0] == '#' && text.Length > 2 && char.IsAsciiDigit((char)text[1]))
        {
            return TryReadBuildKit(text, out line);
        }

        if (text[0] == '[' && text.Length > 2 && text[1] is (byte)' ' or (>= (byte)'0' and <= (byte)'9'))
        {
            int end = text.IndexOf((byte)']');
            bool isShare = end is > 2 and < 16 && (text[end - 1] == '%' || text[1..end].Contains((byte)'/')) && text[1..end].IndexOfAnyExcept(ShareBytes) < 0;
            line = new BuildLine(LineRole.Compiled, IsEvidence: true);
            return isShare;
        }

        bool calls = text.StartsWith("gcc "u8) || text.StartsWith("g++ "u8) || text.StartsWith("cc "u8) || text.StartsWith("c++ "u8) || text.StartsWith("clang"u8) || text.StartsWith("ar "u8);
        line = new BuildLine(LineRole.Compiled, IsEvidence: true);
        return calls && (text.IndexOf(" -o "u8) > 0 || text.IndexOf(" -c "u8) > 0 || text.IndexOf(".a "u8) > 0);
    }

    private static bool TryReadBuildKit(ReadOnlySpan<byte> text, out BuildLine line)
    {
        line = default;
        int space = text.IndexOf((byte)' ');
        if (space < 2 || text[1..space].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[(space + 1)..];
        int number = rest.IndexOfAnyExcept(SecondsBytes);
        if (number > 0 && rest[number] == ' ' && rest[..number].Contains((byte)'.'))
        {
            BuildLine inner = LineReader.ReadPlain(rest[number..]);
            line = new BuildLine(inner.Role == LineRole.Blank ? LineRole.Progress : inner.Role, IsEvidence: true);
            return true;
        }

        line = new BuildLine(
            rest.StartsWith("ERROR"u8) ? LineRole.Failure
            : rest.StartsWith("["u8) || rest.StartsWith("naming to"u8) ? LineRole.Summary
            : rest.StartsWith("DONE"u8) || rest.StartsWith("CACHED"u8) || rest.StartsWith("sha256:"u8) || rest.StartsWith("transferring"u8) || rest.StartsWith("extracting"u8)
                || rest.StartsWith("..."u8) || rest.StartsWith("resolve"u8) ? LineRole.Progress
            : LineRole.Text,
            IsEvidence: true);
        return true;
    }
}
