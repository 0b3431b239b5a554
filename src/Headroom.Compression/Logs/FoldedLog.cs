using System.Text;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Logs;

/// <summary>
/// The lossless form of a log: every template once, then one row per line with what is its own. One header line explains
/// the notation, and from it the block can be rebuilt byte for byte.
/// </summary>
internal sealed class FoldedLog
{
    private const int MaxNames = 999;
    private const int MinNamedBytes = 5;

    private static readonly (string Slot, string Time)[] Notations = [("<>", "<t>"), ("{}", "{t}"), ("‹›", "‹t›"), ("⟨⟩", "⟨t⟩")];

    private readonly TemplatedLog _log;
    private readonly ITokenCounter _counter;
    private readonly Dictionary<int, int> _names = [];
    private readonly int[] _codes;
    private int _cut;

    private FoldedLog(TemplatedLog log, ITokenCounter counter)
    {
        _log = log;
        _counter = counter;
        _codes = new int[log.Templates.Count];
    }

    /// <summary>Writes the lossless form, or gives <c>null</c> where nothing repeats or no notation is free.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, TemplatedLog log, ITokenCounter counter, CancellationToken cancellationToken) =>
        new FoldedLog(log, counter).Write(content, cancellationToken);

    private byte[]? Write(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        (string slot, string time) = FreeNotation(content);
        List<int> folded = ChooseTemplates();
        if (folded.Count == 0 || slot.Length == 0)
        {
            return null;
        }

        _cut = StampPrefix.Choose(content, _log.Log);
        List<int> named = ChooseNames(content, folded);
        using var output = new Utf8Text(content.Length / 2);
        WriteHeader(output, slot, time, named.Count > 0, folded.Exists(template => Array.Exists(_log.Templates[template].RepeatOf, slot => slot >= 0)));
        WriteDefinitions(content, output, folded, named, Encoding.UTF8.GetBytes(slot), Encoding.UTF8.GetBytes(time));
        WriteRows(content, output, cancellationToken);
        return output.Length < content.Length ? output.ToArray() : null;
    }

    private static (string Slot, string Time) FreeNotation(ReadOnlySpan<byte> content)
    {
        foreach ((string slot, string time) in Notations)
        {
            if (content.IndexOf(Encoding.UTF8.GetBytes(slot)) < 0 && content.IndexOf(Encoding.UTF8.GetBytes(time)) < 0
                && !HasNumberBehind(content, Encoding.UTF8.GetBytes(slot[..1])))
            {
                return (slot, time);
            }
        }

        return ("", "");
    }

    /// <summary>Whether the text has something that could be taken for the notation of a repeated value: <c>&lt;2&gt;</c>.</summary>
    private static bool HasNumberBehind(ReadOnlySpan<byte> content, ReadOnlySpan<byte> opening)
    {
        for (int at; (at = content.IndexOf(opening)) >= 0;)
        {
            content = content[(at + opening.Length)..];
            if (!content.IsEmpty && char.IsAsciiDigit((char)content[0]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The templates whose definition pays for itself, the most frequent first; the others' lines stay as they are.</summary>
    private List<int> ChooseTemplates()
    {
        List<LogTemplate> templates = _log.Templates;
        List<int> folded = [.. Enumerable.Range(0, templates.Count).Where(i =>
        {
            LogTemplate template = templates[i];
            long perLine = template.ConstantBytes - template.Slots.Length - 2;
            return template.LineCount > 1 && perLine * template.LineCount > template.ConstantBytes + (2 * template.Slots.Length) + 6;
        }).OrderByDescending(i => templates[i].LineCount).ThenBy(i => i)];
        Array.Fill(_codes, -1);
        for (int i = 0; i < folded.Count; i++)
        {
            _codes[folded[i]] = i;
        }

        return folded;
    }

    /// <summary>The values that are long and frequent enough to be named, the most rewarding first.</summary>
    private List<int> ChooseNames(ReadOnlySpan<byte> content, List<int> folded)
    {
        using PooledList<int> uses = PooledList<int>.OfDefaults(_log.Values.Count);
        for (int i = 0; i < _log.TemplateOf.Count; i++)
        {
            if (_log.TemplateOf[i] >= 0 && _codes[_log.TemplateOf[i]] >= 0)
            {
                ReadOnlySpan<int> values = _log.ValuesOf(i);
                int[] repeats = _log.Templates[_log.TemplateOf[i]].RepeatOf;
                for (int slot = 0; slot < values.Length; slot++)
                {
                    uses[values[slot]] += repeats[slot] < 0 ? 1 : 0;
                }
            }
        }

        var candidates = new List<(int Value, long Saved)>();
        for (int value = 0; value < uses.Count; value++)
        {
            ReadOnlySpan<byte> bytes = _log.Values.Bytes(content, value);
            if (uses[value] >= 2 && bytes.Length >= MinNamedBytes)
            {
                int tokens = _counter.Count(bytes) + (char.IsAsciiDigit((char)bytes[0]) ? 1 : 0);
                long saved = ((long)uses[value] * (tokens - 2)) - tokens - 4;
                if (saved > 0)
                {
                    candidates.Add((value, saved));
                }
            }
        }

        List<int> named = [.. candidates.OrderByDescending(candidate => candidate.Saved).ThenBy(candidate => candidate.Value)
            .Take(MaxNames).Select(candidate => candidate.Value)];
        for (int i = 0; i < named.Count; i++)
        {
            _names.Add(named[i], i + 1);
        }

        return named;
    }

    private void WriteHeader(Utf8Text output, string slot, string time, bool hasNames, bool hasRepeats)
    {
        LogLines lines = _log.Log.Lines;
        int rest = _log.Log.StampLength - _cut;
        var header = new StringBuilder();
        header.Append($"[{lines.Count} log lines folded without loss. \"A=…\" is a template; a row \"A x y\" is that line with x, y in its {slot}.");
        header.Append(hasRepeats ? $" {slot[..1]}2{slot[1..]} repeats the row's value number 2." : "");
        if (_log.Log.StampLength > 0)
        {
            header.Append(_cut == 0 ? $" The first {rest} characters of a row's values are {time}."
                : rest == 0 ? $" \"@\" sets {time}."
                : $" \"@\" sets the start of {time}, the first {rest} characters of a row's values are its rest.");
        }

        header.Append(hasNames ? " \"$1=…\" names a value." : "");
        header.Append(" \"\\\" quotes a value; \"|\" begins a line as it stands");
        header.Append(_cut > 0 ? ", \"+\" one that follows \"@\"." : ".");
        header.Append(lines.EndsInCarriageReturn ? " Lines end in CR LF." : "");
        header.Append(lines.EndsWithNewline ? "" : " No final newline.");
        header.Append(lines.Numbering is { } n ? $" Lines were numbered from {n.First}, width {n.Width}, before {(n.Separator == "\t" ? "a tab" : $"\"{n.Separator}\"")}." : "");
        output.Append(Encoding.UTF8.GetBytes(header.Append("]\n").ToString()));
    }

    private void WriteDefinitions(
        ReadOnlySpan<byte> content, Utf8Text output, List<int> folded, List<int> named, byte[] slotNotation, byte[] timeNotation)
    {
        foreach (int template in folded)
        {
            output.AppendCode(_codes[template]).Append("="u8);
            output.Append(_log.Templates[template].IsStamped ? timeNotation : []);
            WriteTemplate(content, output, _log.Templates[template], slotNotation);
            output.Append("\n"u8);
        }

        foreach (int value in named)
        {
            output.Append("$"u8).Append(_names[value]).Append("="u8).Append(_log.Values.Bytes(content, value)).Append("\n"u8);
        }
    }

    private static void WriteTemplate(ReadOnlySpan<byte> content, Utf8Text output, LogTemplate template, byte[] slotNotation)
    {
        int half = slotNotation.Length / 2;
        int number = 0;
        int[] numbers = [.. template.RepeatOf.Select(earlier => earlier < 0 ? ++number : 0)];
        template.Write(content, output, slot =>
        {
            output.Append(slotNotation.AsSpan(0, half));
            if (template.RepeatOf[slot] >= 0)
            {
                output.Append(numbers[template.RepeatOf[slot]]);
            }

            output.Append(slotNotation.AsSpan(half));
        });
    }

    private void WriteRows(ReadOnlySpan<byte> content, Utf8Text output, CancellationToken cancellationToken)
    {
        StampedLog log = _log.Log;
        ReadOnlySpan<byte> prefix = default;
        for (int i = 0; i < log.Lines.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            bool follows = log.IsStamped[i] && _cut > 0;
            ReadOnlySpan<byte> text = log.Lines.Text(content, i);
            if (follows && !text[.._cut].SequenceEqual(prefix))
            {
                prefix = text[.._cut];
                output.Append("@"u8).Append(prefix).Append("\n"u8);
            }

            int template = _log.TemplateOf[i];
            if (template < 0 || _codes[template] < 0)
            {
                output.Append(follows ? "+"u8 : "|"u8).Append(follows ? text[_cut..] : text).Append("\n"u8);
                continue;
            }

            output.AppendCode(_codes[template]);
            if (log.IsStamped[i] && _cut < log.StampLength)
            {
                output.Append(" "u8).Append(text[_cut..log.StampLength]);
            }

            ReadOnlySpan<int> values = _log.ValuesOf(i);
            for (int slot = 0; slot < values.Length; slot++)
            {
                if (_log.Templates[template].RepeatOf[slot] < 0)
                {
                    WriteValue(content, output, values[slot]);
                }
            }

            output.Append("\n"u8);
        }
    }

    private void WriteValue(ReadOnlySpan<byte> content, Utf8Text output, int value)
    {
        output.Append(" "u8);
        if (_names.TryGetValue(value, out int name))
        {
            output.Append("$"u8).Append(name);
            return;
        }

        ReadOnlySpan<byte> bytes = _log.Values.Bytes(content, value);
        bool quoted = bytes.IsEmpty || bytes[0] is (byte)'$' or (byte)'\\';
        output.Append(quoted ? "\\"u8 : default).Append(bytes);
    }
}
