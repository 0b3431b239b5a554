using System.Text;

namespace Headroom.Compression.Builds;

/// <summary>What tools begin their lines with, as they stand behind the indentation. The longest prefix decides.</summary>
internal static class LinePrefixes
{
    // First what no prose begins with, then words that may begin a sentence or a log line too.
    private static readonly Entry[][] ByFirstByte = Index(
        new(LineRole.FailureStory, true, [
            "There was 1 failure", "There was 1 error", "* What went wrong:", "FAILURE: Build failed", "ERROR: test",
            "SUMMARY: AddressSanitizer", "CMake Error"]),
        new(LineRole.Failure, true, [
            "--- FAIL:", "FAIL\t", "error[", "npm ERR!", "npm error", "not ok ", "make: *** ", "gmake: *** ", "ninja: build stopped",
            "FAILED: ", "collect2: error", "yarn error", "ERR_PNPM_", "│ Error: ", "Build FAILED", "BUILD FAILED", "BUILD FAILURE",
            "remote: error", "remote: fatal", "! [rejected]", "! [remote rejected]", "> Task :failed", "ERROR in "]),
        new(LineRole.Warning, true, [
            "warning[", "npm warn", "npm WARN", "DEPRECATION: ", "CMake Warning", "│ Warning: "]),
        new(LineRole.Summary, true, [
            "Test Suites:", "Snapshots:", "Test Files ", "test result: ", "Tests run:", "Ran all test suites", "BUILD SUCCESS",
            "BUILD SUCCESSFUL", "Build succeeded", "Total tests:", "Passed!  -", "Failed!  -", "Finished `", "Finished dev",
            "Finished release", "Finished test", "Apply complete!", "Destroy complete!", "Successfully installed ", "ok  \t", "?   \t",
            "PASS\t", "FAILURES!", "Process completed with exit code", "Running unittests ", "Doc-tests ", "[INFO] Tests run:",
            "[INFO] BUILD", "[INFO] Total time", "[INFO] Reactor Summary", "All files"]),
        new(LineRole.Passed, true, [
            "--- PASS:"]),
        new(LineRole.Skipped, true, [
            "--- SKIP:"]),
        new(LineRole.Started, true, [
            "# Subtest: ", "=== RUN ", "=== PAUSE ", "=== CONT ", "=== NAME ", "> Task :", "[INFO] Running ", "make[1]: ", "make[2]: ", "make[3]: "]),
        new(LineRole.Compiled, true, [
            "Building CXX", "Building C ", "CXX ", "LD ", "[INFO] Compiling "]),
        new(LineRole.Fetched, true, [
            "Requirement already satisfied", "Ign:", "Preparing to unpack ", "Selecting previously ", "Processing triggers ",
            "[INFO] Downloading from", "[INFO] Downloaded from", "npm http ", "Reading package lists", "Reading state information",
            "Building dependency tree"]),
        new(LineRole.Text, true, ["--> src/", "--> tests/"]),
        new(LineRole.Progress, false, ["duration_ms: ", "type: 'test'", "type: 'suite'"]),
        new(LineRole.Progress, true, [
            "remote: Counting objects", "remote: Compressing objects", "remote: Enumerating objects", "Receiving objects",
            "Resolving deltas", "Updating files", "Writing objects", "Counting objects", "Compressing objects", "Enumerating objects",
            "Delta compression using", "Determining projects to restore", "sha256:"]),
        new(LineRole.FailureStory, false, [
            "panic: ", "fatal error: ", "Traceback (most recent call last)", "thread '", "goroutine ", "---- ", "● ", "Failures:",
            "failures:", "FAIL: ", "WARNING: DATA RACE", "Error Message:", "Stack Trace:"]),
        new(LineRole.Failure, false, [
            "FAIL ", "FAILED ", "ERROR ", "ERROR: ", "error: ", "Error: ", "fatal: ", "E   ", "E: ", "[ERROR]", "Failed ", "✕ ", "✗ ",
            "✘ ", "✖ ", "× ", "❯ ", "AssertionError", "ld: ", "╷"]),
        new(LineRole.Warning, false, [
            "warning: ", "Warning: ", "WARNING: ", "[WARNING]", "W: "]),
        new(LineRole.Summary, false, [
            "Tests:", "Plan: ", "added ", "Exit code", "exit status ", "Found ", "TOTAL "]),
        new(LineRole.Passed, false, [
            "PASS ", "✓ ", "✔ ", "√ ", "Passed "]),
        new(LineRole.Skipped, false, [
            "Skipped ", "○ "]),
        new(LineRole.Started, false, [
            "Running tests/"]),
        new(LineRole.Compiled, false, [
            "Compiling ", "Checking ", "Linking ", "CC ", "AR ", "Documenting ", "Fresh "]),
        new(LineRole.Fetched, false, [
            "Downloading ", "Downloaded ", "Collecting ", "Using cached ", "Get:", "Hit:", "Unpacking ", "Setting up ", "Fetched ",
            "Resolving ", "Adding ", "Locking ", "Restored ", "Installing ", "Extracting "]),
        new(LineRole.Progress, false, [
            "Progress: "]));

    /// <summary>The role that the beginning of a line tells, and whether nothing but a tool begins a line so.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, out LineRole role, out bool isEvidence)
    {
        foreach (Entry entry in ByFirstByte[text[0]])
        {
            if (text.StartsWith(entry.Prefix))
            {
                (role, isEvidence) = (entry.Role, entry.IsEvidence);
                return true;
            }
        }

        (role, isEvidence) = (LineRole.Text, false);
        return false;
    }

    private static Entry[][] Index(params Family[] families)
    {
        ILookup<byte, Entry> entries = families
            .SelectMany(family => family.Prefixes.Select(prefix => new Entry(Encoding.UTF8.GetBytes(prefix), family.Role, family.IsEvidence)))
            .OrderByDescending(entry => entry.Prefix.Length)
            .ToLookup(entry => entry.Prefix[0]);
        return [.. Enumerable.Range(0, 256).Select(first => entries[(byte)first].ToArray())];
    }

    private sealed record Family(LineRole Role, bool IsEvidence, string[] Prefixes);

    private readonly record struct Entry(byte[] Prefix, LineRole Role, bool IsEvidence);
}
