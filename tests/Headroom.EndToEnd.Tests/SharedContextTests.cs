using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;

namespace Headroom.EndToEnd.Tests;

/// <summary>Texts that agents leave for each other.</summary>
public partial class SharedContextTests : ProxyTest
{
    [Fact]
    public async Task A_long_text_is_handed_over_compressed_and_its_original_stays_in_reach()
    {
        string text = ToolOutputs.Servers(3);
        using HttpResponseMessage put = await SendAsync(HttpMethod.Put, "/v1/context/team/servers?ttl=3600", text, ("x-headroom-agent", "scout"));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using HttpResponseMessage got = await SendAsync(HttpMethod.Get, "/v1/context/team/servers");
        string shown = await got.Content.ReadAsStringAsync();
        Assert.True(shown.Length < text.Length / 2);
        Assert.Equal(("scout", put.Headers.ETag), (got.Headers.GetValues("x-headroom-agent").Single(), got.Headers.ETag));
        Assert.Equal(text, await Proxy.Client.GetStringAsync("/v1/context/team/servers?form=original"));
        string answer = await Proxy.Client.GetStringAsync($"/v1/retrieve/{Marker().Match(shown).Groups[1].Value}");
        Assert.Contains(System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_agents_that_saw_one_version_the_second_to_write_is_told_so()
    {
        using HttpResponseMessage first = await SendAsync(HttpMethod.Put, "/v1/context/team/plan", "one", ("If-None-Match", "*"));
        string seen = first.Headers.ETag!.Tag;
        using HttpResponseMessage second = await SendAsync(HttpMethod.Put, "/v1/context/team/plan", "two", ("If-Match", seen));
        using HttpResponseMessage third = await SendAsync(HttpMethod.Put, "/v1/context/team/plan", "three", ("If-Match", seen));
        using HttpResponseMessage fourth = await SendAsync(HttpMethod.Put, "/v1/context/team/plan", "four", ("If-None-Match", "*"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (second.StatusCode, third.StatusCode, fourth.StatusCode));
        Assert.Equal(second.Headers.ETag, third.Headers.ETag);
        Assert.Equal("two", await Proxy.Client.GetStringAsync("/v1/context/team/plan"));
        using HttpResponseMessage unchanged = await SendAsync(HttpMethod.Get, "/v1/context/team/plan", null, ("If-None-Match", second.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task What_is_taken_back_is_gone_and_projects_do_not_see_each_other()
    {
        using HttpResponseMessage put = await SendAsync(HttpMethod.Put, "/v1/context/team/plan", "ours", ("x-headroom-project", "web"));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/v1/context/team/plan")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, "/v1/context/team/plan")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/v1/context/team/plan", null, ("x-headroom-project", "web"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/v1/context/team/plan", null, ("x-headroom-project", "web"))).StatusCode);
    }

    [Theory]
    [InlineData("/v1/context/team/plan?ttl=0", "text", HttpStatusCode.BadRequest)]
    [InlineData("/v1/context/team/plan?ttl=soon", "text", HttpStatusCode.BadRequest)]
    [InlineData("/v1/context/team/pl%07an", "text", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_kept_is_refused_with_a_reason(string path, string text, HttpStatusCode status)
    {
        using HttpResponseMessage put = await SendAsync(HttpMethod.Put, path, text);
        Assert.Equal(status, put.StatusCode);
        Assert.Contains("message", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? text = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path) { Content = text is null ? null : new StringContent(text, Encoding.UTF8, "text/plain") };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Proxy.Client.SendAsync(request);
    }

    [GeneratedRegex("hash=([0-9a-f]{24})")]
    private static partial Regex Marker();
}
