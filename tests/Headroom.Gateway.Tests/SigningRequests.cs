using System.Security.Cryptography;
using System.Text;
using Headroom.Gateway.Clouds;

namespace Headroom.Gateway.Tests;

/// <summary>The vectors that AWS publishes for Signature Version 4, and its documented example.</summary>
public sealed class SigningRequests
{
    private static readonly AwsKeys Example = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("GET", "/\u1234", "", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("GET", "/?\u1234=bar", "", "", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("GET", "/", "My-Header1: value1|My-Header2: \"a   b   c\"", "", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("POST", "/", "Content-Type:application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void A_vector_of_the_suite_gives_its_signature(string method, string target, string headers, string body, string signature)
    {
        (string, string)[] more = [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split(':', 2)).Select(header => (header[0], header[1]))];
        Assert.EndsWith("Signature=" + signature, Authorization("service", method, "https://example.amazonaws.com" + target, more, body), StringComparison.Ordinal);
    }

    [Fact]
    public void The_documented_request_gives_its_header() => Assert.Equal(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
        + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        Authorization("iam", "GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")], ""));

    [Fact]
    public void Credentials_that_are_printed_show_nothing() =>
        Assert.DoesNotContain(Example.Secret, $"{Example}", StringComparison.Ordinal);

    private static string Authorization(string service, string method, string address, (string, string)[] more, string body)
    {
        var uri = new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        (string, string)[] headers = [("Host", uri.Host), ("X-Amz-Date", "20150830T123600Z"), .. more];
        return new SignatureV4("us-east-1", service).Authorization(Example, At, method, uri, headers, SHA256.HashData(Encoding.UTF8.GetBytes(body)));
    }
}
