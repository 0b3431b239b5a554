using System.Text;
using Headroom.Compression.Code;
using Headroom.Context.Symbols;

namespace Headroom.Context.Tests.Symbols;

/// <summary>What a project declares, and who mentions it.</summary>
public sealed class SymbolIndexTests
{
    private const string Session =
        """
        import { db } from './db';
        import { now } from '../clock';

        export class SessionStore {
          async rotate(id: string): Promise<Session> {
            return db.swap(id, now());
          }
        }

        export function createSession(account: string) {
          return db.insert({ account });
        }
        """;

    private readonly SymbolIndex _index = new();

    public SymbolIndexTests()
    {
        Put("src/session.ts", Session);
        Put("src/signIn.ts", "import { createSession } from './session';\n\nexport const signIn = (a) => createSession(a); // createSessions, recreateSession\n");
        Put("tools/report.py", "def create_session_report(path):\n    return path\n");
        Put("README.md", "createSession is described here");
    }

    [Fact]
    public void Declarations_are_told_with_line_depth_and_signature()
    {
        FileSymbols file = _index.File("src/session.ts")!;
        Assert.Equal(["import { db } from './db'", "import { now } from '../clock'"], file.Imports);
        Assert.Equal(
            [("SessionStore", CodeDeclarationKind.Type, 4, 5, 0), ("rotate", CodeDeclarationKind.Function, 5, 3, 1), ("createSession", CodeDeclarationKind.Function, 10, 3, 0)],
            file.Declarations.Select(symbol => (symbol.Name, symbol.Kind, symbol.Line, symbol.Lines, symbol.Depth)));
        Assert.StartsWith("async rotate(id: string): Promise<Session>", file.Declarations[1].Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void Exact_names_come_before_beginnings_and_those_before_parts()
    {
        Put("src/more.ts", "export function createSessionToken() {\n  return 1;\n}\nexport function recreateSession() {\n  return 2;\n}\n");
        Assert.Equal(["createSession", "createSessionToken", "recreateSession"], _index.Find("createSession", 10).Select(symbol => symbol.Name));
        Assert.Equal(["createSession"], _index.Find("CREATESESSION", 1).Select(symbol => symbol.Name));
        Assert.Empty(_index.Find("nothing", 10));
    }

    [Fact]
    public void A_mention_is_a_whole_word()
    {
        Assert.Equal(["src/session.ts", "src/signIn.ts"], _index.Mentioning("createSession"));
        Assert.Equal([1, 3], FileSymbols.LinesWith("import createSession\nrecreateSession createSessions\nx.createSession()"u8, "createSession", 10));
    }

    [Fact]
    public void What_the_rest_of_the_project_uses_comes_first()
    {
        Put("src/other.ts", "import { createSession } from './session';\ncreateSession(); new SessionStore().rotate('x');\n");
        Assert.Equal(["createSession", "rotate"], _index.MostMentioned("src/session.ts", 5));
        Assert.Empty(_index.MostMentioned("src/unknown.ts", 5));
    }

    [Fact]
    public void A_changed_file_replaces_what_was_known_and_a_removed_one_or_directory_is_forgotten()
    {
        Put("src/session.ts", "export function other() {\n  return 1;\n}\n");
        Assert.Empty(_index.Find("rotate", 10));
        _index.Remove("src");
        Assert.Equal(1, _index.FileCount);
        Assert.Null(_index.File("README.md"));
    }

    private void Put(string path, string text) => _index.Put(path, Encoding.UTF8.GetBytes(text));
}
