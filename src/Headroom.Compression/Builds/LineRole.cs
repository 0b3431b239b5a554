namespace Headroom.Compression.Builds;

/// <summary>What a line of test or build output tells, by where its tool puts it.</summary>
internal enum LineRole : byte
{
    /// <summary>Nothing that is known; stays, unless many lines say the same.</summary>
    Text,

    /// <summary>Nothing at all.</summary>
    Blank,

    /// <summary>An error or a failed test.</summary>
    Failure,

    /// <summary>A failure whose story goes on until the tool's next section, blank lines included.</summary>
    FailureStory,

    /// <summary>A warning or a finding of a linter.</summary>
    Warning,

    /// <summary>A heading or a total.</summary>
    Summary,

    /// <summary>A test that passed.</summary>
    Passed,

    /// <summary>A test that was skipped.</summary>
    Skipped,

    /// <summary>The start of a test or a step, which a result follows.</summary>
    Started,

    /// <summary>A file or a package that was compiled or linked.</summary>
    Compiled,

    /// <summary>A download, an unpacked or an installed package.</summary>
    Fetched,

    /// <summary>A state of a progress bar or of a build step.</summary>
    Progress,

    /// <summary>A line below a warning or an error that is summed up.</summary>
    Detail,
}
