using System.Text;

namespace Headroom.Compression.Tests.Logs;

/// <summary>Logs of every kind from a seed: well-formed, ragged, numbered, binary, with and without time stamps.</summary>
internal static class GeneratedLogs
{
    private static readonly string[] Stamps =
    [
        "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd HH:mm:ss,fff", "'['ddd MMM dd HH:mm:ss yyyy']'", "MMM dd HH:mm:ss", "yy/MM/dd HH:mm:ss", "HH:mm:ss", "",
    ];

    private static readonly string[] Words =
    [
        "request", "completed", "worker", "pool", "cache", "miss", "user", "login", "failed", "timeout", "retry", "ok", "denied", "<>", "{}", "$1", "\\", "|", "→", "",
    ];

    /// <summary>A log with everything that may occur, some of it malicious.</summary>
    public static byte[] Any(int seed)
    {
        var random = new Random(seed);
        string[] templates = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Template(random))];
        string stamp = Stamps[random.Next(Stamps.Length)];
        string end = random.Next(4) switch { 0 => "\r\n", _ => "\n" };
        bool ragged = random.Next(3) == 0;
        int first = random.Next(3) == 0 ? random.Next(1, 200) : 0;
        string separator = random.Next(3) switch { 0 => "→", 1 => "\t", _ => ": " };
        var time = new DateTime(2025, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        var log = new StringBuilder();
        int lines = random.Next(1, 120);
        for (int i = 0; i < lines; i++)
        {
            time = time.AddMilliseconds(random.Next(1, 5000));
            string line = random.Next(ragged ? 3 : 20) == 0 ? Oddity(random) : time.ToString(stamp) + " " + Fill(templates[random.Next(templates.Length)], random);
            string number = first > 0 ? $"{first + i,4}{separator}" : "";
            log.Append(number).Append(line).Append(ragged && random.Next(5) == 0 ? "\n" : end);
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? log.ToString() : log.ToString().TrimEnd('\n', '\r'));
        for (int i = random.Next(4) == 0 ? 3 : 0; i > 0 && utf8.Length > 0; i--)
        {
            utf8[random.Next(utf8.Length)] = (byte)random.Next(256);
        }

        return utf8;
    }

    /// <summary>A service's log with INFO filler, few distinct warnings, and errors that each carry a code of their own.</summary>
    public static (byte[] Log, string[] ErrorLines, string[] ErrorCodes) Service(int seed)
    {
        var random = new Random(seed);
        var log = new StringBuilder();
        var errors = new List<string>();
        var codes = new List<string>();
        var time = new DateTime(2025, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        for (int i = 0; i < 400; i++)
        {
            time = time.AddMilliseconds(random.Next(1, 2000));
            string stamp = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
            string line = $"{stamp} INFO  gateway.relay request R{random.Next(100000)} done in {random.Next(900)}ms status=200";
            if (random.Next(25) == 0)
            {
                string code = $"E{100000 + i}";
                line = random.Next(2) == 0
                    ? $"{stamp} ERROR gateway.store write of block {random.Next(500)} refused with {code}"
                    : $"{stamp} FATAL gateway.session ledger {code} is torn at offset {random.Next(5000)}";
                errors.Add(line);
                codes.Add(code);
            }

            log.Append(line).Append('\n');
        }

        return (Encoding.UTF8.GetBytes(log.ToString()), [.. errors], [.. codes]);
    }

    /// <summary>A log whose errors carry one of a few stack traces; each trace with how often it comes.</summary>
    public static (byte[] Log, Dictionary<string, int> Traces) Traces(int seed)
    {
        var random = new Random(seed);
        var log = new StringBuilder();
        var traces = new Dictionary<string, int>();
        for (int i = 0; i < 150; i++)
        {
            bool isError = random.Next(6) == 0;
            log.Append($"2025-03-04 05:{i / 60:D2}:{i % 60:D2} {(isError ? "ERROR turn" : "INFO turn")} {i} {(isError ? "gave up" : "went on")}\n");
            if (isError)
            {
                string trace = $"java.io.IOException: pipe {random.Next(3)} broke\n\tat com.example.Turn.commit(Turn.java:{random.Next(3)})\n\t... 7 more\n";
                traces[trace] = traces.GetValueOrDefault(trace) + 1;
                log.Append(trace);
            }
        }

        return (Encoding.UTF8.GetBytes(log.ToString()), traces);
    }

    private static string Template(Random random) =>
        string.Join(random.Next(6) == 0 ? "\t" : " ", Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(4) switch
        {
            0 => "#",
            1 => Words[random.Next(Words.Length)] + "=#",
            2 => new[] { "INFO", "ERROR", "WARN", "[#]", "#ms", "10.0.#:80" }[random.Next(6)],
            _ => Words[random.Next(Words.Length)],
        }));

    private static string Fill(string template, Random random)
    {
        var filled = new StringBuilder();
        foreach (char at in template)
        {
            filled.Append(at != '#' ? at.ToString() : random.Next(12) switch { 0 => "", 1 => "$2", 2 => "\\x", 3 => "a-long-repeated-value-77", _ => random.Next(5000).ToString() });
        }

        return filled.ToString();
    }

    private static string Oddity(Random random) => random.Next(9) switch
    {
        0 => "",
        1 => "   ",
        2 => "\tat com.example.Service.call(Service.java:" + random.Next(99) + ")",
        3 => "java.lang.IllegalStateException: no " + random.Next(9),
        4 => "A=<> one",
        5 => "@2025",
        6 => "+| $1=x",
        7 => "trailing \r",
        _ => new string((char)random.Next(1, 0x2FF), random.Next(1, 300)),
    };
}
