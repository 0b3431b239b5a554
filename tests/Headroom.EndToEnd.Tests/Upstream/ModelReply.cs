using System.Text.Json.Nodes;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>What a scripted model says.</summary>
public sealed record ModelReply(string? Text, string? Thinking = null, params ModelCall[] Calls)
{
    public const string Signature = "EqoBCkgIARABGAIiQL+/fake==";
}

/// <summary>A tool call of a scripted model.</summary>
public sealed record ModelCall(string Id, string Name, JsonObject Input)
{
    public static ModelCall Retrieve(string id, string hash, string? query = null)
    {
        var input = new JsonObject { ["hash"] = hash };
        if (query is not null)
        {
            input["query"] = query;
        }

        return new ModelCall(id, "headroom_retrieve", input);
    }
}
