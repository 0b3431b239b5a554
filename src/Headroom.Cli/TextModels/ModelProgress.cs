using Headroom.Context.TextModels;
using Spectre.Console;

namespace Headroom.Cli.TextModels;

/// <summary>Shows on standard error how far the work on a model's files is: bars on a terminal, else nothing.</summary>
internal static class ModelProgress
{
    /// <summary>Runs work that tells of the bytes of each file as it goes through them.</summary>
    public static Task<T> RunAsync<T>(TextModelDescription model, bool isShown, Func<Action<TextModelFile, long>, Task<T>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (!isShown || Console.IsErrorRedirected || !console.Profile.Capabilities.Ansi)
        {
            return work((_, _) => { });
        }

        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                long? total = model.Files.All(file => file.Bytes is not null) ? model.Files.Sum(file => file.Bytes) : null;
                ProgressTask bar = progress.AddTask(Markup.Escape(model.Name), maxValue: total ?? 1);
                bar.IsIndeterminate = total is null;
                return work((_, bytes) => bar.Increment(bytes));
            });
    }

    /// <summary>Passes on what it is told, on the thread that tells it.</summary>
    internal sealed class Total(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
