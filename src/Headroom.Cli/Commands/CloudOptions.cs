using System.CommandLine;
using System.CommandLine.Parsing;

namespace Headroom.Cli.Commands;

/// <summary>The options of <c>headroom proxy</c> that say where clouds and further upstreams are.</summary>
internal sealed class CloudOptions
{
    private const string UpstreamsVariable = "HEADROOM_UPSTREAMS";
    private const string AzureVariable = "AZURE_OPENAI_ENDPOINT";

    private readonly Option<Uri?> _vertex = Url("--vertex-api-url", "Where Vertex AI requests go. The default is the host of the location in the path.");

    private readonly Option<Uri?> _azure = Url("--azure-openai-api-url", $"Your Azure OpenAI resource, as https://NAME.openai.azure.com. The default is {AzureVariable}.");

    private readonly Option<Uri?> _bedrock = Url("--bedrock-api-url", "Where AWS Bedrock requests go. The default is the host of the region.");

    private readonly Option<string?> _region = new("--region")
    {
        Description = "The AWS region of requests that are signed for none. The default is AWS_REGION, else AWS_DEFAULT_REGION.",
    };

    private readonly Option<string[]> _upstreams = new("--upstream")
    {
        Description = $"A further upstream as name=URL, under the path /u/name/; may be given several times. {UpstreamsVariable} holds such pairs too, separated by blanks.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _upstreams.Validators.Add(Check);
        foreach (Option option in (Option[])[_vertex, _azure, _bedrock, _region, _upstreams])
        {
            command.Add(option);
        }
    }

    /// <summary>Where Vertex AI is, if not at Google.</summary>
    public Uri? Vertex(ParseResult parsed) => parsed.GetValue(_vertex);

    /// <summary>The Azure OpenAI resource.</summary>
    public Uri? Azure(ParseResult parsed) => parsed.GetValue(_azure) ?? HttpAddress.TryRead(Environment.GetEnvironmentVariable(AzureVariable));

    /// <summary>Where Bedrock is, if not at AWS.</summary>
    public Uri? Bedrock(ParseResult parsed) => parsed.GetValue(_bedrock);

    /// <summary>The AWS region.</summary>
    public string? Region(ParseResult parsed) =>
        parsed.GetValue(_region) ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");

    /// <summary>The further upstreams by name; those of the command line come before those of the environment.</summary>
    public IReadOnlyDictionary<string, Uri> Upstreams(ParseResult parsed)
    {
        Dictionary<string, Uri> upstreams = new(StringComparer.OrdinalIgnoreCase);
        string[] ofEnvironment = (Environment.GetEnvironmentVariable(UpstreamsVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string pair in (string[])[.. ofEnvironment, .. parsed.GetValue(_upstreams)!])
        {
            if (TryReadPair(pair) is { } upstream)
            {
                upstreams[upstream.Name] = upstream.Url;
            }
            else
            {
                Console.Error.WriteLine($"{UpstreamsVariable}: left out {pair}, which is not name=URL.");
            }
        }

        return upstreams;
    }

    private static void Check(OptionResult result)
    {
        foreach (Token token in result.Tokens.Where(token => TryReadPair(token.Value) is null))
        {
            result.AddError($"--upstream {token.Value}: not name=URL with a name of letters, digits, '-', '_' and '.', and an http or https address.");
        }
    }

    private static (string Name, Uri Url)? TryReadPair(string pair)
    {
        string[] parts = pair.Split('=', 2);
        bool isNamed = parts[0].Length > 0 && parts[0].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
        return parts.Length == 2 && isNamed && HttpAddress.TryRead(parts[1]) is { } url ? (parts[0], url) : null;
    }

    private static Option<Uri?> Url(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => HttpAddress.Parse(result, name),
    };
}
