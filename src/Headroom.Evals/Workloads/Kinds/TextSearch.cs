using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>Hits of ripgrep.</summary>
internal static class TextSearch
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2006);
        IReadOnlyList<SearchHit> hits = SearchHits.Make(
            numbers, 320, 90, Codebase.Line, new SearchHit("src/shipping/CarrierClient.ts", 167, "  if (form.weight > 31.5) throw new CarrierError('DHL-0817', form.weight);"));
        string messages = new Investigation("From which weight on does the carrier refuse a parcel?")
            .Call("Grep", new JsonObject { ["pattern"] = "form", ["output_mode"] = "content", ["-n"] = true }, SearchHits.Print(hits))
            .Messages();
        return new Workload("search", "Text search", messages, ["form.weight > 31.5", "CarrierClient.ts"]);
    }
}
