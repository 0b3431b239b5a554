namespace Headroom.Cli.Services;

/// <summary>What runs as a service, and for whom.</summary>
/// <param name="Arguments">The program and its arguments.</param>
/// <param name="Home">The user's home.</param>
/// <param name="Log">Where it writes what it says.</param>
/// <param name="Variable">Reads the environment.</param>
internal sealed record ServiceProgram(IReadOnlyList<string> Arguments, string Home, string Log, Func<string, string?> Variable);

/// <summary>How an operating system runs a program of a user's when the user is there.</summary>
internal interface IServiceManager
{
    /// <value>Its name for people.</value>
    string Name { get; }

    /// <summary>The file that describes the service; <c>null</c> where there is none.</summary>
    (string Path, string Content)? Description(ServiceProgram program);

    /// <summary>The commands that take the described service up and start it.</summary>
    IReadOnlyList<string[]> Install(ServiceProgram program);

    /// <summary>The commands that start it.</summary>
    IReadOnlyList<string[]> Start(ServiceProgram program);

    /// <summary>The commands that stop it.</summary>
    IReadOnlyList<string[]> Stop(ServiceProgram program);

    /// <summary>The commands that end it and take it out; its file is removed behind them.</summary>
    IReadOnlyList<string[]> Remove(ServiceProgram program);

    /// <summary>The commands that have to follow when its file is gone.</summary>
    IReadOnlyList<string[]> AfterRemoval { get; }
}
