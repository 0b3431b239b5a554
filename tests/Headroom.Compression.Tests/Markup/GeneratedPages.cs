using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Markup;

/// <summary>Pages whose content is known: what has to be seen, and what stands around it.</summary>
internal sealed class GeneratedPages
{
    private static readonly string[] Words = "retry deadline gateway token Zürich limit 4711 v1.2.3 1.50 cache-control /etc/hosts don't never 99% naïve".Split(' ');

    private readonly Random _random;
    private readonly StringBuilder _html = new();

    private GeneratedPages(int seed) => _random = new Random(seed);

    public string Html => _html.ToString();

    /// <summary>Texts of paragraphs, headings, items and cells.</summary>
    public List<string> Content { get; } = [];

    /// <summary>Addresses of links in the content.</summary>
    public List<string> Addresses { get; } = [];

    /// <summary>Lines of code.</summary>
    public List<string> Code { get; } = [];

    public static GeneratedPages Any(int seed)
    {
        var page = new GeneratedPages(seed);
        page.Write();
        return page;
    }

    private void Write()
    {
        _html.Append("<!DOCTYPE html><html><head><title>Page</title><style>p { color: red }</style></head><body>");
        _html.Append("<nav><ul><li><a href=\"/chrome\">chromelink</a></li></ul></nav><div class=\"cookie-consent\">chromecookie</div>");
        string wrapper = new[] { "main", "article", "div" }[_random.Next(3)];
        _html.Append(CultureInfo.InvariantCulture, $"<div><{wrapper}>");
        for (int i = _random.Next(3, 12); i > 0; i--)
        {
            Piece();
        }

        _html.Append(CultureInfo.InvariantCulture, $"<p hidden>chromehidden</p></{wrapper}></div><script>chromescript()</script><footer>chromefooter</footer></body></html>");
    }

    private void Piece()
    {
        switch (_random.Next(6))
        {
            case 0:
                _html.Append(CultureInfo.InvariantCulture, $"<h2>{Text()}</h2>\n");
                break;
            case 1:
                string address = $"../p{_random.Next(99)}?a={_random.Next(9)}#x";
                Addresses.Add(address);
                _html.Append(CultureInfo.InvariantCulture, $"<p>{Text()} <a href=\"{address}\">{Text()}</a></p>");
                break;
            case 2:
                _html.Append(CultureInfo.InvariantCulture, $"<ul><li>{Text()}</li><li><b>{Text()}</b><ol><li>{Text()}</li></ol></li></ul>");
                break;
            case 3:
                string code = $"if (x{_random.Next(99)} < 3)   return  \"y\";";
                Code.Add(code);
                _html.Append(CultureInfo.InvariantCulture, $"<pre><code class=\"language-cs\">{code.Replace("<", "&lt;")}\n</code></pre>");
                break;
            case 4:
                _html.Append(CultureInfo.InvariantCulture, $"<table><tr><th>{Text()}</th><th>{Text()}</th></tr><tr><td>{Text()}</td><td>{Text()}</td></tr></table>");
                break;
            default:
                _html.Append(CultureInfo.InvariantCulture, $"<section><p>{Text()}\n   {Text()}</p><div>{Text()}</div></section>");
                break;
        }
    }

    private string Text()
    {
        string text = string.Join(' ', Enumerable.Range(0, _random.Next(3, 9)).Select(_ => Words[_random.Next(Words.Length)]));
        Content.Add(text);
        return text;
    }
}
