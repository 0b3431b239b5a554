namespace Headroom.Cli.Terminals;

/// <summary>A bar on standard error that says how far a longer work is; nothing where that is no terminal. Disposing takes it away.</summary>
internal sealed class ProgressLine(int steps) : IDisposable
{
    private const int Width = 24;
    private const string Erase = "\r\e[2K";

    private readonly bool _isShown = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
    private int _done;

    /// <summary>Says what is done now.</summary>
    public void Begin(string step)
    {
        int full = _done++ * Width / Math.Max(steps, 1);
        Write($"{Erase}[{new string('=', full)}{new string(' ', Width - full)}] {_done}/{steps} {step}");
    }

    /// <summary>Takes the bar away, so that a line can be written in its place.</summary>
    public void Clear() => Write(Erase);

    public void Dispose() => Clear();

    private void Write(string text)
    {
        if (_isShown)
        {
            Console.Error.Write(text);
        }
    }
}
