using System.CommandLine;
using Headroom.Cli.Embedded;
using Headroom.Cli.TextModels;
using Headroom.Context.TextModels;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom model</c>: the text models on this machine. None is used unless a gateway's configuration names it.</summary>
internal static class ModelCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("model", "Fetches, verifies and lists models that score the words of prose.") { Pull(), Verify(), List() };

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };

    private static Option<string?> ManifestOption() => new("--manifest") { Description = "File that names models with their addresses and digests. The default is text-models.json in the data directory." };

    private static Command Pull()
    {
        Argument<string> model = new("MODEL") { Description = "A name of the manifest or of the directory, or the https address of a model.json." };
        Option<string?> sha256 = new("--sha256") { Description = "The SHA-256 of the model.json at an address; its files' digests are in it." };
        Option<string?> from = new("--from") { Description = "Take the files from this directory instead of fetching them." };
        Option<string?> manifest = ManifestOption();
        Option<string?> data = DataDirectory.Option();
        Option<bool> json = Json();
        Command command = new("pull", "Fetches a model. What breaks off goes on where it ended; nothing is installed unless every digest is right.") { model, sha256, from, manifest, data, json };
        sha256.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } digest && !TextModelFile.IsDigest(digest))
            {
                result.AddError("--sha256 has 64 lowercase hexadecimal digits.");
            }
        });
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            string directory = DataDirectory.Resolve(parsed.GetValue(data));
            using var http = new HttpClient();
            (TextModelDescription description, ModelSource source) = await ModelChoice.FindAsync(
                parsed.GetValue(model)!, parsed.GetValue(manifest) ?? ModelChoice.ManifestIn(directory), parsed.GetValue(sha256), parsed.GetValue(from), http, cancellationToken);
            var pull = new ModelPull(InstalledTextModel.FolderIn(directory), source);
            InstalledTextModel installed = await ModelProgress.RunAsync(
                description, !parsed.GetValue(json), progress => pull.RunAsync(description, progress, cancellationToken));
            ModelReport.Write(Console.Out, parsed.GetValue(json), [ModelState.Of(installed, "installed")]);
            return 0;
        }));
        return command;
    }

    private static Command Verify()
    {
        Argument<string?> model = new("MODEL") { Description = "The model; without, all of them.", DefaultValueFactory = _ => null };
        Option<string?> data = DataDirectory.Option();
        Option<bool> json = Json();
        Command command = new("verify", "Compares every file of the models here with its digest. Exit code 1 where one is wrong.") { model, data, json };
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            string folder = InstalledTextModel.FolderIn(DataDirectory.Resolve(parsed.GetValue(data)));
            InstalledTextModel[] models = parsed.GetValue(model) is { } name
                ? [TextModelDescription.IsName(name) ? InstalledTextModel.Open(Path.Combine(folder, name)) : throw new TextModelException($"'{name}' is no name of a model.")]
                : [.. InstalledTextModel.In(folder)];
            List<ModelState> states = [];
            foreach (InstalledTextModel installed in models)
            {
                IReadOnlyList<VerifiedFile> files = await ModelProgress.RunAsync(installed.Description, !parsed.GetValue(json), progress => installed.VerifyAsync(
                    new ModelProgress.Total(bytes => progress(installed.Description.Files[0], bytes)), cancellationToken));
                states.Add(ModelState.Of(installed, files.All(file => file.IsRight) ? "verified" : "wrong", files));
            }

            ModelReport.Write(Console.Out, parsed.GetValue(json), states);
            return states.TrueForAll(state => state.Status == "verified") ? 0 : 1;
        }));
        return command;
    }

    private static Command List()
    {
        Option<string?> manifest = ManifestOption();
        Option<string?> data = DataDirectory.Option();
        Option<bool> json = Json();
        Command command = new("list", "Lists the models here, and those that the manifest names.") { manifest, data, json };
        command.SetAction((parsed, _) => GuardAsync(() =>
        {
            string directory = DataDirectory.Resolve(parsed.GetValue(data));
            ModelState[] here = [.. InstalledTextModel.In(InstalledTextModel.FolderIn(directory)).Select(installed => ModelState.Of(installed, "installed"))];
            IEnumerable<ModelState> known = ModelChoice.Manifest(parsed.GetValue(manifest) ?? ModelChoice.ManifestIn(directory))
                .Where(model => here.All(installed => installed.Id != model.Id))
                .Select(model => ModelState.Of(model, "available"));
            ModelReport.Write(Console.Out, parsed.GetValue(json), [.. here, .. known]);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is TextModelException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return HeadroomCommand.Fail(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return HeadroomCommand.Fail("stopped; the same command goes on from here.");
        }
    }
}
