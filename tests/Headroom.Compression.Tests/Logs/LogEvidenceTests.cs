using System.Text;
using Headroom.Compression.Logs;

namespace Headroom.Compression.Tests.Logs;

public sealed class LogEvidenceTests
{
    [Theory]
    [InlineData("2025-03-04T05:06:07.890Z INFO a b\n2025-03-04T05:06:08.890Z INFO a b\n2025-03-04T05:06:09.890Z WARN c\n")]
    [InlineData("[Tue Mar 04 05:06:07 2025] [notice] up\n[Tue Mar 04 05:06:08 2025] [error] down\n[Tue Mar 04 05:06:09 2025] [notice] up\n")]
    [InlineData("Mar  4 05:06:07 host sshd[1]: a\nMar  4 05:06:08 host sshd[1]: b\nMar  4 05:06:09 host sshd[2]: c\n")]
    [InlineData("INFO: starting\nINFO: started\nWARNING: slow\nERROR: gone\n")]
    [InlineData("level=info msg=up\nlevel=warn msg=slow\nlevel=error msg=down\n")]
    [InlineData("I0304 05:06:07.123456 1 main.go:10] up\nW0304 05:06:08.123456 1 main.go:10] slow\nE0304 05:06:09.123456 1 main.go:10] down\n")]
    [InlineData("    12→2025-03-04 05:06:07 INFO a\n    13→2025-03-04 05:06:08 INFO b\n    14→2025-03-04 05:06:09 INFO c\n")]
    [InlineData("1\t05:06:07 a\n2\t05:06:08 b\n3\t05:06:09 c\n")]
    [InlineData("1: 05:06:07 a\n2: 05:06:08 b\n3: 05:06:09 c\n")]
    [InlineData("05:06:07 ERROR boom\njava.lang.IllegalStateException: x\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n05:06:08 INFO on\n")]
    [InlineData("[    0.000000] Linux version 6\n[    0.412345] pci: found\n[   12.000001] usb: new device\n")]
    [InlineData("\u001b[32mINFO\u001b[0m up\n\u001b[33mWARN\u001b[0m slow\n\u001b[31mERROR\u001b[0m down\n")]
    [InlineData("web-1  | INFO: up\ndb-1   | WARNING: slow\nweb-1  | ERROR: down\n")]
    [InlineData("web-1  | 2025-03-04T05:06:07Z up\ndb-1   | 2025-03-04T05:06:08Z slow\nweb-1  | 2025-03-04T05:06:09Z down\n")]
    [InlineData("time=2025-03-04 level=info msg=up\ntime=2025-03-04 level=info msg=on\ntime=2025-03-04 level=warn msg=slow\n")]
    [InlineData("<34>1 2025-03-04T05:06:07.003Z host su - ID47 - a\n<34>1 2025-03-04T05:06:08.003Z host su - ID47 - b\n<34>1 2025-03-04T05:06:09.003Z host su - ID47 - c\n")]
    [InlineData("10.0.0.1 - - [04/Mar/2025:05:06:07 +0000] \"GET / HTTP/1.1\" 200 5\n10.0.0.1 - - [04/Mar/2025:05:06:08 +0000] \"GET /a HTTP/1.1\" 404 5\n10.0.0.2 - - [04/Mar/2025:05:06:09 +0000] \"GET /b HTTP/1.1\" 500 5\n")]
    [InlineData("a.b.Boom: no\n\tat a.A.a(A.java:1)\n\tat a.A.b(A.java:2)\n\tat a.A.c(A.java:3)\n\tat a.A.d(A.java:4)\n\tat a.A.e(A.java:5)\n\tat a.A.f(A.java:6)\n\tat a.A.g(A.java:7)\n\tat a.A.h(A.java:8)\n")]
    public void Stamps_and_levels_where_loggers_put_them_make_a_log(string text) =>
        Assert.True(LogEvidence.LooksLikeLog(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("The error was critical: everything failed.\nAn exception to the rule is fatal.\nWarnings were given, and errors followed.\n")]
    [InlineData("# Errors\n\nAn ERROR is logged when a request failed.\nUse WARN for what may fail.\nSee ERROR codes below.\n")]
    [InlineData("public class Error {\n    // ERROR\n    int code;\n}\n")]
    [InlineData("{\"level\":\"info\",\n \"time\":\"2025-03-04T05:06:07Z\",\n \"msg\":\"x\"}\n")]
    [InlineData("src/a.cs:12: error\nsrc/b.cs:13: failed\nsrc/c.cs:14: warn\n")]
    [InlineData("1: one\n2: two\n3: three\n")]
    [InlineData("2025-03-04 05:06:07,ann,3\n2025-03-04 05:06:08,bob,4\n2025-03-04 05:06:09,eve,5\n")]
    [InlineData("name,date\nann,2025-03-04\nbob,2025-03-05\n")]
    public void Words_such_as_error_in_prose_and_code_do_not(string text) =>
        Assert.False(LogEvidence.LooksLikeLog(Encoding.UTF8.GetBytes(text)));
}
