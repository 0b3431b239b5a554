using System.Collections.Concurrent;
using Headroom.Context.Symbols;

namespace Headroom.Context.Tests.Symbols;

/// <summary>The symbols of a directory, kept fresh by what the file system tells.</summary>
public sealed class ProjectSymbolsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("headroom-symbols-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_directory_is_read_but_for_what_tools_and_others_wrote()
    {
        Write("src/a.ts", "alpha");
        Write("node_modules/x/b.ts", "beta");
        Write(".cache/c.ts", "gamma");
        Write("src/notes.txt", "delta");
        using var project = new ProjectSymbols(_directory);
        await project.IsRead.WaitAsync(Limit);
        Assert.Equal(["alpha"], ((string[])["alpha", "beta", "gamma", "delta"]).Where(name => project.Index.Find(name, 1).Count > 0));
    }

    [Fact]
    public async Task New_changed_renamed_and_removed_files_are_followed()
    {
        Write("src/a.ts", "alpha");
        using var project = new ProjectSymbols(_directory);
        await project.IsRead.WaitAsync(Limit);
        var refreshes = new Refreshes(project);

        Write("src/a.ts", "omega");
        await refreshes.UntilAsync(() => Has(project, "omega") && !Has(project, "alpha"));
        Write("lib/deep/b.ts", "beta");
        await refreshes.UntilAsync(() => Has(project, "beta"));
        File.Move(Path.Combine(_directory, "src", "a.ts"), Path.Combine(_directory, "src", "z.ts"));
        await refreshes.UntilAsync(() => project.Index.File("src/z.ts") is not null && project.Index.File("src/a.ts") is null);
        Directory.Delete(Path.Combine(_directory, "lib"), recursive: true);
        await refreshes.UntilAsync(() => !Has(project, "beta"));
    }

    [Fact]
    public async Task Paths_outside_of_the_project_have_no_name()
    {
        using var project = new ProjectSymbols(_directory);
        await project.IsRead.WaitAsync(Limit);
        Assert.Equal("src/a.ts", project.NameOf(Path.Combine(_directory, "src", "a.ts")));
        Assert.Equal("src/a.ts", project.NameOf("src/a.ts"));
        Assert.Null(project.NameOf("../elsewhere.ts"));
        Assert.Null(project.NameOf(Path.GetTempPath()));
    }

    private static bool Has(ProjectSymbols project, string name) => project.Index.Find(name, 1).Count > 0;

    private void Write(string path, string function)
    {
        string file = Path.Combine(_directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"export function {function}() {{\n  return 1;\n}}\n");
    }

    /// <summary>Waits for what was told of, one after the other.</summary>
    private sealed class Refreshes
    {
        private readonly BlockingCollection<string> _told = [];

        public Refreshes(ProjectSymbols project) => project.Refreshed += _told.Add;

        public Task UntilAsync(Func<bool> isReached) => Task.Run(() =>
        {
            while (!isReached())
            {
                Assert.True(_told.TryTake(out _, Limit), "nothing was told of");
            }
        });
    }
}
