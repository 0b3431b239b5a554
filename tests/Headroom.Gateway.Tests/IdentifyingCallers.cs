using Headroom.Context.Identity;
using Headroom.Gateway.ModelCalls;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Tests;

/// <summary>Who speaks, and in which conversation, as far as headers say.</summary>
public sealed class IdentifyingCallers
{
    [Fact]
    public void Two_keys_are_two_callers_and_no_key_is_kept()
    {
        Caller one = Of(("x-api-key", "sk-ant-one")), two = Of(("x-api-key", "sk-ant-two"));
        Assert.NotEqual(one.Principal, two.Principal);
        Assert.DoesNotContain("sk-ant", one.Principal, StringComparison.Ordinal);
        Assert.Equal(Of(("Authorization", "Bearer sk-ant-one")).Principal, one.Principal);
    }

    [Fact]
    public void A_Google_key_is_the_same_caller_in_a_header_and_in_the_query()
    {
        var inQuery = new DefaultHttpContext();
        inQuery.Request.Path = "/v1beta/models/m:generateContent";
        inQuery.Request.QueryString = new QueryString("?key=AIza-one");
        Caller inHeader = Of(("x-goog-api-key", "AIza-one"));
        Assert.Equal(inHeader.Principal, CallerIdentity.Of(inQuery.Request).Principal);
        Assert.NotEqual(inHeader.Principal, Of(("x-goog-api-key", "AIza-two")).Principal);
    }

    [Fact]
    public void A_key_of_Azure_is_a_caller() =>
        Assert.NotEqual(Of(("api-key", "one")).Principal, Of(("api-key", "two")).Principal);

    [Fact]
    public void An_access_key_of_AWS_is_a_caller_whatever_it_signed()
    {
        string first = Of(("Authorization", Signed("AKIA1", "00"))).Principal;
        Assert.Equal(first, Of(("Authorization", Signed("AKIA1", "11"))).Principal);
        Assert.NotEqual(first, Of(("Authorization", Signed("AKIA2", "00"))).Principal);
        Assert.Equal(Of(("Authorization", Signed("ASIA1", "00"))).Principal, Of(("Authorization", Signed("ASIA2", "00"))).Principal);
    }

    [Theory]
    [InlineData("Bearer sk-ant-oat01-first", "Bearer sk-ant-oat01-second")]
    [InlineData("Bearer ya29.first", "Bearer ya29.second")]
    [InlineData("Bearer eyJhbGciOi.a.b", "Bearer eyJhbGciOi.c.d")]
    public void A_token_that_rotates_is_no_identity(string before, string after) =>
        Assert.Equal(Of(("Authorization", before)).Principal, Of(("Authorization", after)).Principal);

    [Fact]
    public void An_account_is_who_speaks_whatever_the_token() =>
        Assert.Equal("account:acc-1", Of(("chatgpt-account-id", "acc-1"), ("Authorization", "Bearer eyJ.a.b")).Principal);

    [Fact]
    public void Our_own_session_header_comes_before_the_clients() =>
        Assert.Equal("ours", Of(("session_id", "theirs"), ("x-headroom-session-id", "ours")).ConversationHint);

    private static string Signed(string key, string signature) =>
        $"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature={signature}";

    private static Caller Of(params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        foreach ((string name, string value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        return CallerIdentity.Of(context.Request);
    }
}
