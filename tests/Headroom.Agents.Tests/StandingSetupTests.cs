using System.Text;
using System.Text.Json.Nodes;
using Headroom.Agents.Changes;
using Headroom.Agents.Hosts;
using Headroom.Agents.Standing;

namespace Headroom.Agents.Tests;

/// <summary>Agents that go through a gateway however they are started.</summary>
public sealed class StandingSetupTests : IDisposable
{
    private static readonly StandingGateway Gateway = new(new Uri("https://gateway.example/"), "hr_me_x");

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Agents => [.. StandingSetup.All.Select(setup => setup.Name)];

    private HostPlace Place => new(_scratch.Home, _ => null);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Agents))]
    public void Settings_name_the_gateway_once_and_come_back_byte_for_byte(string name)
    {
        StandingSetup setup = Named(name);
        Assert.False(setup.IsDetected(Place));
        string file = setup.File(Place);
        string own = name switch
        {
            "claude" => "{\n  // mine\n  \"env\": { \"ANTHROPIC_BASE_URL\": \"https://mine\", \"A\": \"1\" }\n}\n",
            "codex" => "model = \"m\"\nmodel_provider = \"mine\"\n\n[tui]\nmodel_provider = 1",
            _ => "A=1\r\nGOOGLE_GEMINI_BASE_URL=https://mine\r\nOPENAI_BASE_URL=https://mine",
        };
        _scratch.File(Path.GetRelativePath(_scratch.Home, file), own);
        Assert.True(setup.IsDetected(Place));
        IReadOnlyDictionary<string, string> before = _scratch.Tree();

        foreach (bool isFirst in (bool[])[true, false])
        {
            Assert.True(_scratch.Journal.Apply(setup.Owner, file, content => setup.Edit(content, Gateway)));
            Assert.Equal(1, Count(File.ReadAllText(file), "https://gateway.example"));
        }

        byte[] edited = File.ReadAllBytes(file);
        Assert.Equal(edited, setup.Edit(edited, Gateway));
        Assert.Equal(UndoOutcome.Restored, Assert.Single(_scratch.Journal.UndoAll(setup.Owner)).Outcome);
        Assert.Equal(before, _scratch.Tree());
    }

    [Fact]
    public void Claude_gets_the_key_in_a_header_and_keeps_its_other_variables()
    {
        JsonNode environment = JsonNode.Parse(Named("claude").Edit("{\"env\":{\"A\":\"1\"}}"u8.ToArray(), Gateway))!["env"]!;
        Assert.Equal(("1", "https://gateway.example", "X-Headroom-Key: hr_me_x"), ((string)environment["A"]!, (string)environment["ANTHROPIC_BASE_URL"]!, (string)environment["ANTHROPIC_CUSTOM_HEADERS"]!));
        Assert.Null(JsonNode.Parse(Named("claude").Edit([], Gateway with { Key = null }))!["env"]!["ANTHROPIC_CUSTOM_HEADERS"]);
    }

    [Fact]
    public void Codex_s_choice_stands_before_every_table_and_the_provider_s_table_last()
    {
        string edited = Encoding.UTF8.GetString(Named("codex").Edit("model = \"m\"\n\n[tui]\nx = 1\n"u8.ToArray(), Gateway));
        Assert.Equal(
            "model_provider = \"headroom\"\nmodel = \"m\"\n\n[tui]\nx = 1\n\n[model_providers.headroom]\nname = \"OpenAI\"\nbase_url = \"https://gateway.example/k/hr_me_x/v1\"\nwire_api = \"responses\"\nrequires_openai_auth = true\nsupports_websockets = true\n",
            edited);
    }

    [Fact]
    public void A_variable_that_is_not_set_yet_is_set_behind_the_others()
    {
        Assert.Equal("A=1\nGOOGLE_GEMINI_BASE_URL=https://gateway.example/k/hr_me_x\n", Encoding.UTF8.GetString(Named("gemini").Edit("A=1\n"u8.ToArray(), Gateway)));
        Assert.Equal("OPENAI_BASE_URL=https://gateway.example/k/hr_me_x/v1\n", Encoding.UTF8.GetString(Named("qwen").Edit([], Gateway)));
    }

    private static StandingSetup Named(string name) => StandingSetup.All.Single(setup => setup.Name == name);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
