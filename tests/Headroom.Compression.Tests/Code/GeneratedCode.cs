using System.Globalization;
using System.Text;
using Headroom.Compression.Code;

namespace Headroom.Compression.Tests.Code;

/// <summary>Sources of a known structure: functions <c>step_0</c>, <c>step_1</c> and so on, with texts in them that look like brackets.</summary>
internal static class GeneratedCode
{
    public static IReadOnlyList<CodeLanguage> Languages { get; } =
    [
        CodeLanguage.Python, CodeLanguage.JavaScript, CodeLanguage.TypeScript, CodeLanguage.Go, CodeLanguage.Rust, CodeLanguage.Java, CodeLanguage.C,
        CodeLanguage.Cpp, CodeLanguage.CSharp, CodeLanguage.Kotlin, CodeLanguage.Ruby, CodeLanguage.Php, CodeLanguage.Shell,
    ];

    public static string Python(int functions) => Source(CodeLanguage.Python, functions, seed: 1);

    /// <summary>A file; functions have 4 to 9 lines in their bodies.</summary>
    public static string Source(CodeLanguage language, int functions, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(Head(language));
        for (int i = 0; i < functions; i++)
        {
            (string header, string[] lines, string end) = Function(language, i);
            text.Append('\n').Append(header).Append('\n');
            text.Append(lines[0]).Append('\n');
            for (int line = random.Next(3, 8); line > 0; line--)
            {
                text.Append(lines[random.Next(1, lines.Length - 1)]).Append('\n');
            }

            text.Append(lines[^1]).Append('\n');
            text.Append(end);
        }

        return text.Append(Tail(language)).ToString();
    }

    private static string Head(CodeLanguage language) => language switch
    {
        CodeLanguage.Python => "import os\nfrom typing import Any\n\n\nclass Pipeline:\n    \"\"\"Runs steps in order.\"\"\"\n",
        CodeLanguage.JavaScript => "import fs from 'node:fs';\nimport { join } from 'node:path';\n\nconst limit = 10;\n",
        CodeLanguage.TypeScript => "import fs from 'node:fs';\n\nexport interface Step {\n  name: string;\n  order?: number;\n}\n",
        CodeLanguage.Go => "package steps\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n\ntype Step struct {\n\tName string\n}\n",
        CodeLanguage.Rust => "use std::fmt;\nuse std::io;\n\n#[derive(Debug)]\npub struct Step {\n    name: String,\n}\n",
        CodeLanguage.Java => "package steps;\n\nimport java.util.List;\n\npublic final class Steps {\n",
        CodeLanguage.C => "#include <stdio.h>\n#include <stdlib.h>\n\n#define LIMIT 10\n",
        CodeLanguage.Cpp => "#include <string>\n#include <vector>\n\nnamespace steps {\n",
        CodeLanguage.CSharp => "using System;\nusing System.IO;\n\nnamespace Steps;\n\npublic sealed class Pipeline\n{\n    public int Count { get; set; }\n",
        CodeLanguage.Kotlin => "package steps\n\nimport java.io.File\n\nclass Pipeline(val limit: Int) {\n",
        CodeLanguage.Ruby => "require 'json'\n\nclass Pipeline < Base\n  attr_reader :limit\n",
        CodeLanguage.Php => "<?php\n\nnamespace App\\Steps;\n\nclass Pipeline\n{\n    private $limit = 10;\n",
        _ => "#!/bin/bash\n\nset -e\nlimit=10\n",
    };

    private static string Tail(CodeLanguage language) => language switch
    {
        CodeLanguage.Java or CodeLanguage.Cpp or CodeLanguage.CSharp or CodeLanguage.Kotlin or CodeLanguage.Php => "}\n",
        CodeLanguage.Ruby => "end\n",
        _ => "",
    };

    private static (string Header, string[] Lines, string End) Function(CodeLanguage language, int i)
    {
        string n = i.ToString(CultureInfo.InvariantCulture);
        return language switch
        {
            CodeLanguage.Python => ($"    def step_{n}(self, value: int) -> int:",
                [$"        total = {n}", "        total += len(\"}}) {{ # no comment\")", "        text = f'''{total}\n    def not_a_function():\n'''", "        values = [1, 2,\n  3]", $"        raise ValueError('step {n}')"], ""),
            CodeLanguage.JavaScript => ($"export function step_{n}(value, {{ deep = true }} = {{}}) {{",
                [$"  let total = {n};", "  total += `}} ${ `{${ value }` + '}' } {`.length;", "  total = total / 2 / value;", "  const pattern = /[/}'\"]{2}/g;", "  const view = <div title=\"}\">Don't {value} }}</div>;".Replace(" }}<", "<", StringComparison.Ordinal), $"  throw new RangeError('step {n}');"], "}\n"),
            CodeLanguage.TypeScript => ($"export async function step_{n}<T extends {{ a: number }}>(value: T): Promise<{{ total: number }}> {{",
                [$"  let total = {n};", "  total += `}} ${ `{${ value }` + '}' } {`.length;", "  const pattern = /[/}'\"]{2}/g; // }", "  const found = (value as any)!.items.map((item: any) => { return item; });", $"  throw new RangeError('step {n}');"], "}\n"),
            CodeLanguage.Go => ($"func (s *Step) step_{n}(value int, sink interface{{}}) (int, error) {{",
                [$"\ttotal := {n}", "\ttotal += len(`}} \" {`) + '}'", "\tif err := check(value); err != nil {\n\t\treturn 0, errors.New(\"}\")\n\t}", "\titems := []struct{ a int }{{1}, {2}}", "\tpanic(fmt.Sprint(total))"], "}\n"),
            CodeLanguage.Rust => ($"pub fn step_{n}<'a>(value: &'a str) -> Result<u32, String> where String: Clone {{",
                [$"    let mut total = {n};", "    total += r#\"}} \" {\"#.len() + '{' as usize + b'\"' as usize;", "    /* } /* nested } */ { */ total += 1;", "    let label: &'static str = \"{\\\"}\";", "    panic!(\"{}\", total);"], "}\n"),
            CodeLanguage.Java => ($"    @Named(\"step\") public int step_{n}(List<String> value) throws Exception {{",
                [$"        int total = {n};", "        total += \"}} // {\".length() + '}' + '\\'';", "        String text = \"\"\"\n            } \" {\n            \"\"\";", "        /* } */ value.forEach(v -> { use(v); });", "        throw new IllegalStateException(\"no\");"], "    }\n"),
            CodeLanguage.C => ($"static int step_{n}(const char *value, int limit)\n{{",
                [$"    int total = {n};", "    total += sizeof \"}} /* {\" + '}' + '\\'';", "#ifdef LIMIT\n    if (total > LIMIT) {\n#else\n    if (total) {\n#endif\n        total--;\n    }", "    // } a comment \\\n    that goes on }", "    abort();"], "}\n"),
            CodeLanguage.Cpp => ($"template <typename T = int> int step_{n}(std::vector<T> value) noexcept\n{{",
                [$"    int total = {n};", "    total += sizeof R\"x(}} )\" {)x\" + '}' + 1'000;", "    auto each = [&](int v) { return v; };", "#if LIMIT\n    total++;\n#endif", "    throw std::runtime_error(\"no\");"], "}\n"),
            CodeLanguage.CSharp => ($"    public int step_{n}<T>(string value) where T : class\n    {{",
                [$"        int total = {n};", "        total += $\"}}}} {value.Replace(\"}\", \"{{\")} {{\".Length + '}';", "        total += @\"\"\"} \\\".Length;", "        total += $$\"\"\"} \" {{total}} {\"\"\".Length;", "#if DEBUG\n        total++;\n#endif", "        throw new InvalidOperationException(value);"], "    }\n"),
            CodeLanguage.Kotlin => ($"    fun step_{n}(value: String): Int {{",
                [$"        var total = {n}", "        total += \"}} ${value.map { \"{\" }} {\".length", "        val text = \"\"\"} \" ${total} {\"\"\"", "        /* } /* nested } */ { */ total += 1", "        throw IllegalStateException(\"no\")"], "    }\n"),
            CodeLanguage.Ruby => ($"  def step_{n}(value, limit: 10)",
                [$"    total = {n}", "    total += %w[end } def].length + \"#{value.map { |v| \"end\" }}\".size", "    text = <<~TEXT\nan end\n  def no\n    TEXT", "    total = total / 2 if value =~ /end'\"/", "    raise ArgumentError, 'no'"], "  end\n"),
            CodeLanguage.Php => ($"    public function step_{n}(array $value, int $limit = 10): int\n    {{",
                [$"        $total = {n};", "        $total += strlen(\"}} {$value['a']} {\") + strlen('}\\'');", "        $text = <<<TEXT\n    } $total {\n    TEXT;", "        # } a comment", "        throw new \\RuntimeException('no');"], "    }\n"),
            _ => ($"step_{n}() {{",
                [$"  local total={n}", "  echo \"}} $(echo \"}\" | tr '}' '{') ${total:-\"}\"}\"", "  cat <<EOF\na }\nstep_x() {\nEOF", "  case \"$1\" in\n    a) total=1 ;;\n    *) total=2 ;;\n  esac", "  exit 1 # }"], "}\n"),
        };
    }
}
