using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Code;
using Headroom.Compression.Code.Recognition;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Fuzzing;

namespace Headroom.Compression.Tests.Code;

public sealed class RecognisingCode
{
    public static TheoryData<CodeLanguage> Languages => [.. GeneratedCode.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_language_is_told_by_the_lines(CodeLanguage language)
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Source(language, functions: 8, seed: 4));
        Assert.Equal(language, LanguageEvidence.Of(source));
    }

    [Theory]
    [InlineData("To import the data, use the class of the package. Let me return if there is a function for that; else throw it away. "
        + "For example, public access is not static, and the interface will select from the table where you insert into it.\n")]
    [InlineData("# Guide\n\nInstall it, then:\n\n```python\nimport os\n\ndef run(value):\n    return os.getpid()\n\nclass A:\n    pass\n```\n\nThat is all.\n")]
    [InlineData("import duties rose\nfrom what we know, import taxes fell\nclass sizes:\nif you return, def. call me\n")]
    [InlineData("<!DOCTYPE html>\n<html><body><script>\nconst a = 1;\nfunction f() {\n}\nmodule.exports = f;\n</script></body></html>\n")]
    [InlineData("### src/store.py\n\nThis module keeps every result until a newer one takes its place, and tells those who asked for it.\n\n"
        + "### src/main.go\n\nThe program starts here, reads what it was given and hands each part of it to the store.\n\n")]
    [InlineData("server:\n  port: 80\n  import: true\npackage: x\nclass: y\n")]
    [InlineData("{\n  \"function\": \"import x from 'y';\"\n}\n")]
    [InlineData("2026-01-01 10:00:00 INFO import os\n2026-01-01 10:00:01 ERROR def f(x):\n2026-01-01 10:00:02 INFO class A:\n")]
    [InlineData("diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n import os\n-def f(x):\n+def g(x):\n     return 1\n")]
    public void Prose_documents_and_other_kinds_are_no_code(string text) =>
        Assert.NotEqual(ContentKind.Code, ContentDetector.Detect(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 4)))));

    [Theory]
    [InlineData("#!/bin/sh\nrun --now\n", CodeLanguage.Shell)]
    [InlineData("#!/usr/bin/perl\nimport os;\nfunction f() {\n}\nexport default f;\n", CodeLanguage.None)]
    [InlineData("<?php echo 1;\n", CodeLanguage.Php)]
    public void What_a_file_says_of_itself_decides(string text, CodeLanguage expected) =>
        Assert.Equal(expected, LanguageEvidence.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void One_named_file_is_no_dump_and_neither_are_names_without_files()
    {
        string file = "==> a.py <==\n" + GeneratedCode.Python(functions: 3);
        Assert.False(CodeBlock.Read(Encoding.UTF8.GetBytes(file))!.IsDump);
        Assert.Empty(CodeDump.Split(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(i => $"// File: src/a{i}.py\n")))));
        Assert.Equal(2, CodeDump.Split(Encoding.UTF8.GetBytes(file + file)).Count);
    }

    [Fact]
    public void The_name_of_a_single_file_tells_its_language()
    {
        byte[] block = Encoding.UTF8.GetBytes("// File: src/steps.ts\n" + GeneratedCode.Source(CodeLanguage.JavaScript, functions: 5, seed: 1));
        Assert.Equal(CodeLanguage.TypeScript, CodeBlock.Read(block)!.Files[0].Language);
    }

    [Theory]
    [InlineData("[File: /srv/app/fields.py (1997 lines total)]\n(40 more lines above)\n", "\n(12 more lines below)\n(Open file: /srv/app/fields.py)\n")]
    [InlineData("", "")]
    public void An_editors_window_on_a_file_is_code_and_no_list_of_hits_and_stays_as_it_is(string above, string below)
    {
        string[] lines = GeneratedCode.Python(functions: 12).Split('\n');
        string window = above + string.Join('\n', lines.Select((line, i) => $"{i + 41}:{line}")) + below;
        byte[] content = Encoding.UTF8.GetBytes(window);
        Assert.Equal(ContentKind.Code, ContentDetector.Detect(content));
        var context = new BlockContext("bash", Anchors.FromQuestion("fix the rounding in area 3"), MarkerHash.FromKeyedHash("a keyed hash"u8));
        Assert.Null(new BlockCompressor(CompressionProfiles.Balanced).Compress(content, context).Output);
    }

    [Theory]
    [InlineData(CodeLanguage.CSharp, "namespace Shop.Specs;\n\npublic class BasketSpecs\n{\n", "    [Fact]\n    public async Task Adding_an_item_counts_it()\n    {\n        var basket = new Basket();\n        await basket.ChangeAsync(() =>\n        {\n            basket.Add(7);\n        });\n        basket.Count.ShouldBe(1);\n    }\n\n", "}\n")]
    [InlineData(CodeLanguage.C, "", "/* Says how many the list has. */\nstatic long lengthOf(list *l, int strict) {\n    if (strict && l->tail->next)\n        return l->length - 1;\n    l->uses++;\n    return l->length;\n}\n\n", "")]
    [InlineData(CodeLanguage.Rust, "/*!\nFinds files.\n\n```\nlet walk = walk();\n```\n\n1. first\n2. then\n*/\n\n", "    pub fn next(&mut self) -> Option<Entry> {\n        let mut entry = self.stack.pop()?;\n        entry.depth += 1;\n        Some(entry)\n    }\n", "")]
    public void Code_without_the_usual_first_lines_is_told_by_its_own_forms(CodeLanguage language, string first, string part, string last) =>
        Assert.Equal(language, LanguageEvidence.Of(Encoding.UTF8.GetBytes(first + string.Concat(Enumerable.Repeat(part, 12)) + last)));

    [Fact]
    public void Code_between_blank_lines_of_an_unknown_text_is_not_cut_out_of_it()
    {
        string unknown = string.Join("\n", Enumerable.Range(0, 200).Select(i => $"    ('{i * 7919 % 1000:000}', '{(char)('a' + (i % 26))}'),"));
        string text = $"NAMES = (\n{unknown}\n)\n\n{GeneratedCode.Python(functions: 8)}\n\nMORE = (\n{unknown}\n)\n";
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Aggressive)
            .Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)));
        Assert.DoesNotContain("mixed:sections", outcome.Transforms);
    }

    [Fact]
    public void No_bytes_make_detection_throw()
    {
        var random = new Random(31);
        for (int seed = 0; seed < 400; seed++)
        {
            CodeBlock.IsCode(Mutated.Bytes(GeneratedCode.Source(GeneratedCode.Languages[seed % 13], 4, seed), random));
        }

        foreach (string line in (string[])["package", "package ", "import ", "import x", "class", "class ", "module ", "use ", "pub ", "public ", "<", "<file ", "def", "#!"])
        {
            CodeBlock.IsCode(Encoding.UTF8.GetBytes(line));
            CodeBlock.IsCode(Encoding.UTF8.GetBytes(line + "\n"));
            CodeBlock.IsCode(Encoding.UTF8.GetBytes($"     1\t{line}\n     2\t{line}\n     3\t{line}"));
        }
    }
}
