using System.Reflection;

namespace Headroom.Cli.Commands;

/// <summary>The version of this program.</summary>
internal static class HeadroomVersion
{
    /// <value>Without the commit that it was built from.</value>
    public static string Text { get; } =
        typeof(HeadroomVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
