using System.Text.Json;

namespace Headroom.Cli.Perf;

/// <summary>The figures of <c>headroom perf</c>, one in a row: section, name, figure, value (RFC 4180).</summary>
internal static class PerfCsv
{
    /// <summary>Writes the figures.</summary>
    public static void Write(TextWriter output, PerfAnswer answer)
    {
        output.WriteLine("section,name,figure,value");
        JsonElement json = JsonSerializer.SerializeToElement(answer, PerfJson.Readable.PerfAnswer);
        if (answer.Machine is not null)
        {
            foreach (JsonElement workload in json.GetProperty("machine").GetProperty("workloads").EnumerateArray())
            {
                Write(output, "workload", workload.GetProperty("name").GetString()!, workload);
            }
        }

        if (answer.Traffic is not null)
        {
            JsonElement traffic = json.GetProperty("traffic");
            Write(output, "traffic", "", traffic);
            Write(output, "totals", "", traffic.GetProperty("totals"));
            foreach (string section in (string[])["by_model", "by_client", "by_stages", "by_size"])
            {
                foreach (JsonProperty part in traffic.GetProperty(section).EnumerateObject())
                {
                    Write(output, section, part.Name, part.Value);
                }
            }
        }
    }

    private static void Write(TextWriter output, string section, string name, JsonElement figures)
    {
        if (figures.ValueKind == JsonValueKind.Number)
        {
            output.WriteLine($"{Cell(section)},{Cell(name)},requests,{figures.GetRawText()}");
            return;
        }

        foreach (JsonProperty figure in figures.EnumerateObject().Where(figure => figure.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.String))
        {
            string value = figure.Value.ValueKind == JsonValueKind.String ? figure.Value.GetString()! : figure.Value.GetRawText();
            output.WriteLine($"{Cell(section)},{Cell(name)},{Cell(figure.Name)},{Cell(value)}");
        }
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
