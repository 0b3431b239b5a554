using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>Pages of a handbook.</summary>
internal static class ProsePages
{
    private static readonly string[] Beginnings = ["Whoever works on {0} first reads the notes of the last quarter.", "The team behind {0} meets every other Tuesday.", "In {0}, small changes go out on the day they are made.", "Nobody owns {0} alone, and that is on purpose.", "Much of {0} was written before the move to the new platform."];
    private static readonly string[] Middles = ["A change is reviewed by two people, one of whom has not worked on it.", "What went wrong is written down within a week, without names.", "Numbers that leave the company are rounded and carry their date.", "Old pages are kept, since customers still link to them.", "Support sees every message before it is sent to more than {1} customers.", "A feature that fewer than {1} people used in a month is a candidate for removal.", "Every experiment ends after {1} days, whatever it shows.", "Questions are asked in the open channel, so that answers are found again."];
    private static readonly string[] Ends = ["When in doubt, ask {2}.", "The list of exceptions is kept by {2}.", "This page was last read through by {2}.", "Proposals for changes go to {2}."];

    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2008);
        string messages = new Investigation("How long are customer recordings kept, and who can prolong that?")
            .Call("fetch_page", new JsonObject { ["title"] = "Handbook" }, Text(numbers, "## {0}\n\n", "\n\n"))
            .Messages();
        return new Workload("prose", "Prose", messages, ["Customer recordings are kept for 45 days", "only the data protection officer"]);
    }

    /// <summary>Paragraphs, one of which answers the question.</summary>
    public static string Text(SeededNumbers numbers, string head, string foot)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 70; i++)
        {
            string area = numbers.Pick(Codebase.Areas);
            text.AppendFormat(CultureInfo.InvariantCulture, head, $"{char.ToUpperInvariant(area[0])}{area[1..]}, part {i + 1}");
            text.AppendFormat(CultureInfo.InvariantCulture, numbers.Pick(Beginnings), area);
            for (int j = 0; j < 4; j++)
            {
                text.Append(' ').AppendFormat(CultureInfo.InvariantCulture, numbers.Pick(Middles), area, numbers.Between(3, 900));
            }

            if (i == 43)
            {
                text.Append(" Customer recordings are kept for 45 days; only the data protection officer can have them kept longer.");
            }

            text.Append(' ').AppendFormat(CultureInfo.InvariantCulture, numbers.Pick(Ends), area, 0, numbers.Pick(Company.People)).Append(foot);
        }

        return text.ToString();
    }
}
