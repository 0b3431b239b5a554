using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Context.Symbols;
using Headroom.Testing.Projects;

namespace Headroom.Context.Tests.Symbols;

/// <summary>What the code of a project adds to a question.</summary>
public sealed class SymbolGraphTests
{
    private readonly SymbolIndex _index = new();

    [Fact]
    public void A_question_about_a_function_is_about_what_it_calls_and_what_calls_it()
    {
        Put("a.ts", "export function openDoor(key) {\n  return turn(key);\n}\nexport function turn(key) {\n  return key.angle;\n}\n");
        Put("b.ts", "import { openDoor } from './a';\nexport function enter(person) {\n  openDoor(person.key);\n}\nexport function leave(person) {\n  person.go();\n}\n");
        Assert.Equal(["turn", "enter"], Related("why does openDoor fail?"));
        Assert.Equal(["turn", "enter"], Related("is House.openDoor called twice?"));
        Assert.Empty(Related("why does nothing fail?"));
    }

    [Fact]
    public void The_terms_stay_and_what_is_asked_for_is_not_related_to_itself()
    {
        Put("a.ts", "function alpha() {\n  beta();\n}\nfunction beta() {\n  alpha();\n}\n");
        Anchors asked = Anchors.FromQuestion("do alpha and beta call each other?"), extended = SymbolGraph.Of(_index).Extend(asked);
        Assert.Equal(asked.Terms, extended.Terms);
        Assert.Empty(extended.Related);
    }

    [Fact]
    public void A_name_that_many_functions_have_and_a_question_that_touches_everything_stay_within_bounds()
    {
        for (int i = 0; i < 40; i++)
        {
            Put($"f{i}.py", $"def get():\n    return {i}\n\ndef user_{i}():\n    get()\n    hub()\n");
        }

        Put("hub.py", "def hub():\n    return get()\n");
        IReadOnlyList<string> related = Related("what does hub do?");
        Assert.Equal(Anchors.MaxRelated, related.Count);
        Assert.DoesNotContain("get", related);
        Assert.Empty(Related("who calls get?"));
    }

    [Fact]
    public void Names_inside_an_inner_function_are_its_own()
    {
        Put("a.ts", "function outer() {\n  function inner() {\n    return leaf();\n  }\n  return inner();\n}\nfunction leaf() {\n  return 1;\n}\n");
        Assert.Equal(["inner"], Related("outer is slow"));
        Assert.Equal(["leaf", "outer"], Related("inner is slow"));
    }

    [Fact]
    public void A_graph_is_a_snapshot_that_later_changes_do_not_touch()
    {
        Put("a.ts", "function lead() {\n  second();\n}\nfunction second() {\n  return 1;\n}\n");
        SymbolGraph before = SymbolGraph.Of(_index);
        Put("a.ts", "function lead() {\n  third();\n}\nfunction third() {\n  return 1;\n}\n");
        Assert.Equal(["second"], before.Extend(Anchors.FromQuestion("lead?")).Related);
        Assert.Equal(["third"], Related("lead?"));
    }

    [Fact]
    public async Task Projects_are_known_by_name_one_may_be_the_default_and_the_oldest_make_room()
    {
        string root = Directory.CreateTempSubdirectory("headroom-graphs-").FullName;
        try
        {
            ShopCode.WriteTo(root);
            using var graphs = new ProjectGraphs();
            OpenProject shop = graphs.Open("shop", root, isDefault: true);
            await shop.IsRead.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotNull(shop.Graph);
            Assert.Same(shop, graphs.Named(null));
            Assert.Same(shop, graphs.Open("shop", root));
            Assert.Null(graphs.Named("other"));
            for (int i = 0; i < ProjectGraphs.MaxProjects; i++)
            {
                graphs.Open($"p{i}", root);
            }

            Assert.Null(graphs.Named("p0"));
            Assert.Same(shop, graphs.Named("shop"));
            Assert.NotSame(shop, graphs.Open("shop", Path.Combine(root, "src")));
            Assert.Equal(Path.Combine(root, "src"), graphs.Named(null)!.Directory);
            Assert.Throws<ArgumentException>(() => graphs.Open("gone", Path.Combine(root, "nowhere")));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private IReadOnlyList<string> Related(string question) => SymbolGraph.Of(_index).Extend(Anchors.FromQuestion(question)).Related;

    private void Put(string path, string text) => _index.Put(path, Encoding.UTF8.GetBytes(text));
}
