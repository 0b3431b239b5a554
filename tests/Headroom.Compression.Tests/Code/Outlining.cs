using System.Text;
using Headroom.Compression.Code;
using Headroom.Compression.Tests.Fuzzing;

namespace Headroom.Compression.Tests.Code;

public sealed class Outlining
{
    public static TheoryData<CodeLanguage> Languages => [.. GeneratedCode.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Functions_are_found_with_their_bodies_whatever_their_texts_look_like(CodeLanguage language)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Source(language, functions: 9, seed));
            CodeOutline outline = new BuiltInOutline().Read(source, language);
            CodeDeclaration[] functions = [.. outline.Declarations.Where(d => Text(source, d.Name).StartsWith("step_", StringComparison.Ordinal))];
            Assert.Equal(Enumerable.Range(0, 9).Select(i => $"step_{i}"), functions.Select(function => Text(source, function.Name)));
            Assert.All(functions, function =>
            {
                string body = Text(source, function.Body).Trim();
                Assert.Matches("^(local |let mut |let |int |var |\\$)?total( :?= |=)[0-9]", body);
                Assert.DoesNotContain("step_1", body, StringComparison.Ordinal);
                Assert.Contains(body.Split('\n')[^1].Split([' ', '(', '!', '\t'], StringSplitOptions.RemoveEmptyEntries)[0], "raise throw panic abort exit");
            });
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void What_raises_an_error_is_found_once_in_each_function(CodeLanguage language)
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Source(language, functions: 5, seed: 7));
        Assert.Equal(5, new BuiltInOutline().Read(source, language).ErrorPaths.Count);
    }

    [Theory]
    [InlineData(CodeLanguage.Go, "package a\n\nimport \"fmt\"\n", "package a|import \"fmt\"")]
    [InlineData(CodeLanguage.Python, "import os\nfrom a.b import (c,\n  d)\nx = 1\n", "import os|from a.b import (c,\n  d)")]
    [InlineData(CodeLanguage.JavaScript, "import a from 'a';\nimport { b } from 'b'\nrun()\n", "import a from 'a'|import { b } from 'b'")]
    [InlineData(CodeLanguage.C, "#include <a.h>\nint x;\n", "#include <a.h>")]
    public void Imports_are_found(CodeLanguage language, string source, string expected)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(source);
        Assert.Equal(expected, string.Join('|', new BuiltInOutline().Read(utf8, language).Imports.Select(import => Text(utf8, import))));
    }

    [Theory]
    [InlineData(CodeLanguage.CSharp, "class A\n{\n    void F()\n    {\n        G();\n    }\n")]
    [InlineData(CodeLanguage.JavaScript, "function f() {\n  g(];\n}\n")]
    [InlineData(CodeLanguage.Rust, "fn f() {\n  /* no end\n}\n")]
    [InlineData(CodeLanguage.Python, "def f():\n    x = '''no end\n")]
    public void Nothing_is_outlined_where_brackets_or_texts_have_no_end(CodeLanguage language, string source) =>
        Assert.Empty(new BuiltInOutline().Read(Encoding.UTF8.GetBytes(source), language).Declarations);

    [Fact]
    public void A_body_that_a_condition_crosses_is_no_body_to_replace()
    {
        byte[] source = "int f(int a) {\n#ifdef A\n  return 1;\n}\n#else\n  return 2;\n}\n#endif\nint g(void) {\n  return 3;\n}\n"u8.ToArray();
        CodeOutline outline = new BuiltInOutline().Read(source, CodeLanguage.C);
        Assert.Equal(["f", "g"], outline.Declarations.Select(declaration => Text(source, declaration.Name)));
        Assert.Equal(["", "return 3;"], outline.Declarations.Select(declaration => Text(source, declaration.Body).Trim()));
    }

    [Fact]
    public void Types_hold_their_functions()
    {
        byte[] source = "namespace n { class C { int P { get { return 1; } } C() : base(1) { } } }"u8.ToArray();
        CodeOutline outline = new BuiltInOutline().Read(source, CodeLanguage.CSharp);
        Assert.Equal([-1, 0, 1, 1], outline.Declarations.Select(declaration => declaration.Parent));
        Assert.Equal(["n", "C", "", "C"], outline.Declarations.Select(declaration => Text(source, declaration.Name)));
    }

    [Fact]
    public void No_bytes_make_an_outline_throw_or_leave_the_text()
    {
        var random = new Random(11);
        foreach (CodeLanguage language in Enum.GetValues<CodeLanguage>())
        {
            for (int seed = 0; seed < 150; seed++)
            {
                byte[] source = Mutated.Bytes(GeneratedCode.Source(GeneratedCode.Languages[random.Next(13)], 3, seed), random);
                CodeOutline outline = new BuiltInOutline().Read(source, language);
                Assert.All(outline.Declarations, declaration => Assert.InRange(declaration.Body.End.Value, declaration.Body.Start.Value, source.Length));
                Assert.All(outline.Passages, passage => Assert.InRange(passage.Remainder.End.Value, passage.Remainder.Start.Value, source.Length));
            }
        }
    }

    [Theory]
    [InlineData("{", 10)]
    [InlineData("`${", 10)]
    [InlineData("<<A\n", 10)]
    [InlineData("#if\n", 10)]
    [InlineData("/*", 10)]
    [InlineData("<a>{", 10)]
    [InlineData("\"", 10)]
    [InlineData("/ ", 10)]
    [InlineData("def f(\n", 10)]
    [InlineData(" f() {\n", 10)]
    [InlineData("#if\n}\n#else\n", 10)]
    public void Hostile_repetition_takes_time_in_proportion(string unit, int seconds)
    {
        byte[] source = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 200_000)));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        foreach (CodeLanguage language in Enum.GetValues<CodeLanguage>())
        {
            new BuiltInOutline().Read(source, language);
        }

        Assert.False(deadline.IsCancellationRequested);
    }

    private static string Text(byte[] source, Range range) => Encoding.UTF8.GetString(source[range]);
}
