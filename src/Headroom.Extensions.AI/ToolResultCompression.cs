using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Compression.Blocks;
using Headroom.Context.Messages;
using Headroom.Protocols.Retrieval;
using Microsoft.Extensions.AI;

namespace Headroom.Extensions.AI;

/// <summary>Replaces tool results by what they are compressed to: new ones are compressed, earlier ones go with the bytes they went with before.</summary>
internal sealed class ToolResultCompression(IMessageCompressor compressor)
{
    /// <summary>Shorter results gain nothing.</summary>
    private const int MinLength = 256;

    private static readonly ProfileSelection Lossless = new(CompressionProfiles.Conservative, []);

    private readonly SentResults _sent = new();

    /// <summary>The messages as they are to be sent; the given ones stay as they are.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="canRetrieve">Whether the model can fetch back what is left out.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<ChatMessage>> CompressAsync(IReadOnlyList<ChatMessage> messages, bool canRetrieve, CancellationToken cancellationToken)
    {
        HashSet<string> retrievals =
        [
            .. messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Where(call => call.Name == RetrieveTool.NameText).Select(call => call.CallId),
        ];
        string[] fresh =
        [
            .. messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Where(result => !retrievals.Contains(result.CallId))
                .Select(TextOf).OfType<string>().Where(text => text.Length >= MinLength && _sent.Find(text) is null).Distinct(),
        ];
        if (fresh.Length > 0)
        {
            await CompressAsync(fresh, Question(messages), canRetrieve, cancellationToken).ConfigureAwait(false);
        }

        return [.. messages.Select(message => Replaced(message, retrievals))];
    }

    /// <summary>The new results in one call, each as the result of a tool in a conversation of its own.</summary>
    private async Task CompressAsync(string[] texts, string? question, bool canRetrieve, CancellationToken cancellationToken)
    {
        JsonArray conversation = [];
        for (int i = 0; i < texts.Length; i++)
        {
            conversation.Add(new JsonObject
            {
                ["role"] = "assistant", ["content"] = null,
                ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = $"t{i}", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "tool", ["arguments"] = "{}" } }),
            });
            conversation.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = $"t{i}", ["content"] = texts[i] });
        }

        var options = new MessageOptions { Question = question, Profiles = canRetrieve ? null : Lossless };
        CompressionResult result = await compressor.CompressAsync(conversation.ToJsonString(), options, cancellationToken).ConfigureAwait(false);
        JsonArray compressed = JsonNode.Parse(result.Messages)!.AsArray();
        for (int i = 0; i < texts.Length; i++)
        {
            // What went raw once, because of a failure too, goes raw ever after: a prefix that was sent does not change.
            _sent.Remember(texts[i], (string)compressed[(i * 2) + 1]!["content"]!);
        }
    }

    private ChatMessage Replaced(ChatMessage message, HashSet<string> retrievals)
    {
        AIContent[] contents = [.. message.Contents.Select(content => content is FunctionResultContent result && !retrievals.Contains(result.CallId) ? Replaced(result) : content)];
        if (contents.SequenceEqual(message.Contents, ReferenceEqualityComparer.Instance))
        {
            return message;
        }

        ChatMessage replaced = message.Clone();
        replaced.Contents = [.. contents];
        return replaced;
    }

    private FunctionResultContent Replaced(FunctionResultContent result) =>
        TextOf(result) is { } text && _sent.Find(text) is { } sent && sent != text
            ? new FunctionResultContent(result.CallId, sent) { Exception = result.Exception, AdditionalProperties = result.AdditionalProperties }
            : result;

    /// <summary>The result as a provider would be sent it.</summary>
    private static string? TextOf(FunctionResultContent result) => result.Result switch
    {
        null => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonElement element => element.GetRawText(),
        AIContent or IEnumerable<AIContent> => null,
        { } other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions.GetTypeInfo(other.GetType())),
    };

    private static string? Question(IReadOnlyList<ChatMessage> messages) =>
        messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text is { Length: > 0 } text ? text : null;
}
