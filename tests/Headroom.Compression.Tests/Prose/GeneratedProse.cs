using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Prose;

/// <summary>Texts as people write them, from a seed: paragraphs, headings, lists, code, repeats, several scripts and line ends.</summary>
internal static class GeneratedProse
{
    private static readonly string[] Subjects = ["The gateway", "A worker", "Dr. Miller", "Every silo", "The U.S. team", "Our \"fast path\"", "The `Retry` policy", "It", "Bank of England", "The new and very old cluster"];
    private static readonly string[] Verbs = ["must not drop", "was restarted by", "has never seen", "is known for", "stores about 4.5 MB of", "sends, as a rule,", "waits 30 seconds for", "cannot read"];
    private static readonly string[] Objects = ["the ledger", "requests from eu-west-1", "https://example.org/a?b=1", "src/app/main.cs", "a lease [#7]", "its own heartbeat", "the error log", "König & Söhne", "what it was given"];
    private static readonly string[] Endings = [".", ".", ".", "!", "?", "...", ".)", "”."];
    private static readonly string[] Others =
    [
        "网关在夜间重启了两次。没有数据丢失！", "Шлюз был перезапущен дважды за ночь. Данные не были потеряны.", "أعيد تشغيل البوابة مرتين. هل فقدت البيانات؟", "गेटवे दो बार पुनः आरंभ हुआ। कोई डेटा नहीं खोया।",
        "Das Tor wurde in der Nacht zweimal neu gestartet. Es ging nichts verloren.",
    ];

    public static byte[] Any(int seed)
    {
        var random = new Random(seed);
        string[] known = [.. Enumerable.Range(0, random.Next(2, 8)).Select(_ => Sentence(random))];
        string[] paragraphs = [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => Paragraph(random, known))];
        var text = new StringBuilder();
        for (int i = random.Next(3, 14); i > 0; i--)
        {
            text.Append(random.Next(12) switch
            {
                0 => $"# Part {i}\n\n",
                1 => string.Concat(Enumerable.Range(1, random.Next(2, 6)).Select(item => $"- {Sentence(random)} {Sentence(random)}\n")) + "\n",
                2 => "```sh\nmake -j 4 && echo done\n```\n\n",
                3 => Numbered(random),
                4 => Others[random.Next(Others.Length)] + "\n\n",
                5 => "| name | size |\n|---|---|\n| a | 1 |\n\n",
                6 => Wrapped(Paragraph(random, known)) + "\n\n",
                < 9 => paragraphs[random.Next(paragraphs.Length)] + "\n\n",
                _ => Paragraph(random, known) + (random.Next(9) == 0 ? "\n\n\n" : "\n\n"),
            });
        }

        string result = random.Next(3) == 0 ? text.ToString().TrimEnd() : text.ToString();
        return Encoding.UTF8.GetBytes(random.Next(6) == 0 ? result.ReplaceLineEndings("\r\n") : result);
    }

    /// <summary>A number of paragraphs of which no two sentences are equal.</summary>
    public static string Distinct(int paragraphs) =>
        string.Join("\n\n", Enumerable.Range(0, paragraphs).Select(p => string.Join(' ', Enumerable.Range(0, 6).Select(s =>
            string.Create(CultureInfo.InvariantCulture, $"In the {Word((p * 7) + s)} of the {Word((p * 11) + (s * 3))} there was a {Word((p * 6) + s + 5)} that the {Word(p + (s * 13))} of {Word(s + (p * 17))} had kept for the {Word((p * 31) + s)}.")))));

    private static string Word(int number)
    {
        string[] syllables = ["ba", "ke", "lo", "mi", "ru", "ta", "ve", "no"];
        return string.Concat(Enumerable.Range(0, 3).Select(i => syllables[(number >> (3 * i)) & 7])) + "r";
    }

    private static string Sentence(Random random) =>
        $"{Subjects[random.Next(Subjects.Length)]} {Verbs[random.Next(Verbs.Length)]} {Objects[random.Next(Objects.Length)]}{(random.Next(3) == 0 ? ", which is the reason that they were in the list of " + Objects[random.Next(Objects.Length)] : "")}{Endings[random.Next(Endings.Length)]}";

    private static string Paragraph(Random random, string[] known) =>
        string.Join(random.Next(9) == 0 ? "  " : " ", Enumerable.Range(0, random.Next(2, 7)).Select(_ => random.Next(2) == 0 ? known[random.Next(known.Length)] : Sentence(random)));

    private static string Numbered(Random random)
    {
        string between = random.Next(3) switch { 0 => " ", 1 => "\n", _ => "\n\n" };
        string sentence = Sentence(random);
        int first = random.Next(100);
        return string.Join(between, Enumerable.Range(0, random.Next(3, 12)).Select(i => $"Item {first + i} of {i % 3} says: {sentence}")) + "\n\n";
    }

    private static string Wrapped(string paragraph)
    {
        var text = new StringBuilder();
        int column = 0;
        foreach (string word in paragraph.Split(' '))
        {
            text.Append(column == 0 ? "" : column > 60 ? "\n" : " ").Append(word);
            column = column > 60 ? word.Length : column + word.Length + 1;
        }

        return text.ToString();
    }
}
