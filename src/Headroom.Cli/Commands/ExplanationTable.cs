using System.Globalization;
using Spectre.Console;

namespace Headroom.Cli.Commands;

/// <summary>Writes an explanation for a terminal: one table over all blocks, then what there is to say of each.</summary>
internal static class ExplanationTable
{
    private const int WidthOfFiles = 140;

    /// <summary>Writes the tables.</summary>
    public static void Write(TextWriter output, Explanation explanation)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfFiles;
        }

        console.Write(Overview(explanation));
        for (int i = 0; i < explanation.Blocks.Count; i++)
        {
            console.Write(Details(i + 1, explanation.Blocks[i]));
        }

        if (explanation.Roles is { } roles)
        {
            console.MarkupLineInterpolated($"Tokens before, by role: {string.Join(", ", roles.Select(role => $"{role.Key} {Count(role.Value)}"))}. Only tool results are ever compressed by default.");
        }
    }

    private static Table Overview(Explanation explanation)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("Block").AddColumn("Message").AddColumn("Tool").AddColumn("Recognised as");
        foreach (string figure in (string[])["Before", "After", "Saved"])
        {
            table.AddColumn(new TableColumn(figure).RightAligned());
        }

        table.AddColumn("Decision");
        for (int i = 0; i < explanation.Blocks.Count; i++)
        {
            ExplainedBlock block = explanation.Blocks[i];
            Add(table, Count(i + 1), Count(block.Message), block.Tool ?? "", block.Kind, Count(block.TokensBefore), Count(block.TokensAfter), Saved(block.TokensBefore, block.TokensAfter), block.Decision);
        }

        Add(table, "All", "", "", "", Count(explanation.TokensBefore), Count(explanation.TokensAfter), Saved(explanation.TokensBefore, explanation.TokensAfter), "");
        return table;
    }

    private static Tree Details(int number, ExplainedBlock block)
    {
        var tree = new Tree(Markup.Escape($"Block {Count(number)}: {block.Kind}, {(block.IsLossless ? "every value can be read from the output" : "parts are left out")}"));
        AddAll(tree, "Stages", block.Stages.Select(stage => stage.Does is { } does ? $"{stage.Name}: {does}" : stage.Name));
        AddAll(tree, "Forms weighed", block.Weighed.Select(form => $"{form.Stages}: {Count(form.Tokens)} tokens{(form.IsLossless ? ", lossless" : "")}"));
        AddAll(tree, "Cost of the output", block.Parts.Select(part => $"{part.Kind.Replace('_', ' ')}: {Count(part.Tokens)} tokens, {Count(part.Lines)} {(part.Lines == 1 ? "line" : "lines")}"));
        AddAll(tree, "Left out", block.LeftOut);
        AddAll(tree, "Kept for the question", block.Anchors.Count == 0 ? [] : [string.Join(", ", block.Anchors)]);
        AddAll(tree, "Items", block.Items == 0 ? [] : [$"{Count(block.ShownItems)} of {Count(block.Items)} shown"]);
        return tree;
    }

    private static void AddAll(Tree tree, string title, IEnumerable<string> lines)
    {
        TreeNode? node = null;
        foreach (string line in lines)
        {
            node ??= tree.AddNode(Markup.Escape(title));
            node.AddNode(Markup.Escape(line));
        }
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Saved(long before, long after) =>
        (before == 0 ? 0 : 1 - ((double)after / before)).ToString("P1", CultureInfo.InvariantCulture);
}
