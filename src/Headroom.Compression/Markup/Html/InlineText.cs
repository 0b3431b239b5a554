using System.Text;

namespace Headroom.Compression.Markup.Html;

/// <summary>Text of one paragraph, with its white space as a browser shows it.</summary>
internal sealed class InlineText
{
    private readonly StringBuilder _text = new();

    /// <value>How much there is.</value>
    public int Length => _text.Length;

    /// <summary>Text with its runs of white space as one space.</summary>
    public static string Collapsed(string text)
    {
        var inline = new InlineText();
        inline.Append(text);
        return inline.Take();
    }

    /// <summary>Appends text.</summary>
    public void Append(string text)
    {
        foreach (char character in text)
        {
            if (character is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                if (_text.Length > 0 && _text[^1] is not (' ' or '\n'))
                {
                    _text.Append(' ');
                }
            }
            else
            {
                _text.Append(character);
            }
        }
    }

    /// <summary>Appends code.</summary>
    public void AppendCode(string code)
    {
        string text = Collapsed(code);
        string fence = text.Contains('`') ? "``" : "`";
        _text.Append(text.Length == 0 ? "" : fence + text + fence);
    }

    /// <summary>Ends the line.</summary>
    public void Break()
    {
        while (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
        }

        if (_text.Length > 0)
        {
            _text.Append('\n');
        }
    }

    /// <summary>Makes what stands behind a position a link.</summary>
    public void Link(int from, string address)
    {
        while (from < _text.Length && _text[from] is ' ' or '\n')
        {
            from++;
        }

        bool endsInSpace = _text.Length > from && _text[^1] is ' ' or '\n';
        _text.Length -= endsInSpace ? 1 : 0;
        if (_text.Length > from)
        {
            string text = _text.ToString(from, _text.Length - from);
            _text.Length = from;
            _text.Append(text == address ? address : $"[{text.Replace('\n', ' ')}]({address})");
            _text.Append(endsInSpace ? " " : "");
        }
    }

    /// <summary>Takes the text out.</summary>
    public string Take()
    {
        string text = _text.ToString().Trim(' ', '\n');
        _text.Clear();
        return text;
    }
}
