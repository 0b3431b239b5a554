using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Diffs;

/// <summary>Files that tools write and nobody reviews line by line: lock files, minified and generated code.</summary>
internal static class GeneratedFiles
{
    private const int MaxName = 256;

    private static readonly FrozenSet<string> Names = new[]
    {
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock", "Cargo.lock", "poetry.lock", "uv.lock",
        "Pipfile.lock", "pdm.lock", "Gemfile.lock", "composer.lock", "go.sum", "packages.lock.json", "project.assets.json", "mix.lock",
        "pubspec.lock", "Podfile.lock", "Package.resolved", "flake.lock", "gradle.lockfile", ".terraform.lock.hcl",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Endings =
    [
        ".min.js", ".min.css", ".js.map", ".css.map", ".g.cs", ".g.dart", ".Designer.cs", ".generated.cs", ".pb.go", ".pb.cc", ".pb.h",
        "_pb2.py", "_pb2_grpc.py",
    ];

    /// <summary>Whether a path is of such a file, by its name.</summary>
    public static bool Contains(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        if (name.Length > MaxName)
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(name);
        return Names.Contains(text) || Array.Exists(Endings, ending => text.EndsWith(ending, StringComparison.Ordinal));
    }
}
