using System.Globalization;
using Headroom.Context.Ports;

namespace Headroom.Server.Settings;

/// <summary>The text model of a process.</summary>
/// <param name="Folder">The model's folder, as <c>headroom model pull</c> makes it.</param>
/// <param name="IsRemote">Whether silos are asked; then only the description of the model has to be here.</param>
/// <param name="Options">What it may cost.</param>
internal sealed record TextModelChoice(string Folder, bool IsRemote, TextModelOptions Options)
{
    /// <summary>Reads the section; <c>null</c> where it names no model.</summary>
    public static TextModelChoice? Read(SettingsSection section)
    {
        TextModelOptions defaults = new();
        string folder = section.Text("Folder", "");
        bool isRemote = section.Choice("Where", "here", "here", "silos") == "silos";
        TextModelOptions options = section.Checked(new TextModelOptions
        {
            Deadline = section.Time("Deadline", defaults.Deadline),
            QueueLength = section.Value("QueueLength", defaults.QueueLength, "a number", TryParse),
            MaxBytes = section.Value("MaxBytes", defaults.MaxBytes, "a number of bytes", TryParse),
            Threads = section.Value("Threads", defaults.Threads, "a number", TryParse),
        });
        return folder.Length == 0 ? null : new TextModelChoice(folder, isRemote, options);
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
