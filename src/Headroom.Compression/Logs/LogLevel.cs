namespace Headroom.Compression.Logs;

/// <summary>How grave a line says that it is.</summary>
internal enum LogLevel : byte
{
    /// <summary>It does not say.</summary>
    None,

    /// <summary>Trace, debug, information, notice.</summary>
    Info,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>An error or worse, an exception or a stack trace.</summary>
    Error,
}
