using Headroom.Context.Messages;
using Headroom.Extensions.AI;
using Microsoft.Extensions.AI;

namespace Headroom.Samples.Tests;

/// <summary>An <see cref="IChatClient"/> whose tool results go out smaller, with the tool by which the model fetches them back.</summary>
internal static class ChatPipeline
{
    /// <param name="provider">Your provider's client.</param>
    public static async Task<string> RunAsync(IChatClient provider)
    {
        IMessageCompressor headroom = new HeadroomCompressor();
        using IChatClient client = new ChatClientBuilder(provider)
            .UseFunctionInvocation()
            .UseHeadroom(headroom)
            .Build();

        AIFunction listServers = AIFunctionFactory.Create(ToolOutput.Servers, "list_servers");
        var options = new ChatOptions { Tools = [listServers, new HeadroomRetrieval(headroom)] };
        return (await client.GetResponseAsync("Which host is broken?", options)).Text;
    }
}
