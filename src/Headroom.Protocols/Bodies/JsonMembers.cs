using System.Text.Json;

namespace Headroom.Protocols.Bodies;

/// <summary>
/// The members of one JSON object as byte ranges: one level, nothing copied. Small objects only (stream events, answers);
/// request bodies are read by a locator.
/// </summary>
public sealed class JsonMembers
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly List<Member> _members = [];

    private JsonMembers(ReadOnlyMemory<byte> json) => _json = json;

    /// <value>The object's range.</value>
    public ByteRange Range { get; private set; }

    /// <value>Whether the object has no members.</value>
    public bool IsEmpty => _members.Count == 0;

    /// <value>The members' names, unescaped, with their values, in order.</value>
    public IEnumerable<(string Name, ByteRange Value, JsonTokenType Type)> All => _members.Select(m => (m.Name, m.Value, m.Type));

    /// <summary>Reads the object that <paramref name="json"/> is, or that stands at <paramref name="range"/> in it.</summary>
    /// <returns><c>null</c> where there is no object, or its JSON is broken.</returns>
    public static JsonMembers? TryRead(ReadOnlyMemory<byte> json, ByteRange? range = null)
    {
        int offset = range?.Start ?? 0;
        var reader = new BodyReader((range?.Of(json) ?? json).Span, new JsonReaderOptions { MaxDepth = 1 << 16 });
        var members = new JsonMembers(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                int propertyStart = offset + reader.TokenStartIndex;
                reader.Read();
                int start = offset + reader.TokenStartIndex;
                JsonTokenType type = reader.TokenType;
                reader.Skip();
                members._members.Add(new Member(name, propertyStart, new ByteRange(start, offset + reader.BytesConsumed - start), type));
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }

        int begin = offset + FirstBrace(members._json.Span[offset..]);
        members.Range = new ByteRange(begin, offset + reader.BytesConsumed - begin);
        return members;
    }

    /// <summary>The value of a member, if it is there.</summary>
    public ByteRange? ValueOf(string name) => Find(name)?.Value;

    /// <summary>The whole member, name included.</summary>
    public ByteRange? PropertyOf(string name) =>
        Find(name) is { } member ? new ByteRange(member.PropertyStart, member.Value.End - member.PropertyStart) : null;

    /// <summary>The token of a member that is a string, quotes included.</summary>
    public ByteRange? StringToken(string name) => Find(name) is { Type: JsonTokenType.String } member ? member.Value : null;

    /// <summary>The inside of a member that is a string, as escaped as it stands.</summary>
    public ReadOnlySpan<byte> RawString(string name) => StringToken(name) is { } token ? token.Of(_json.Span)[1..^1] : [];

    /// <summary>The text of a member that is a string.</summary>
    public string? StringOf(string name) =>
        StringToken(name) is { } token ? JsonText.ToText(token.Of(_json)) : null;

    /// <summary>The value of a member that is a whole number.</summary>
    public long? NumberOf(string name) =>
        Find(name) is { Type: JsonTokenType.Number } member && Utf8Number(member.Value.Of(_json.Span), out long value) ? value : null;

    /// <summary>The members of a member that is an object.</summary>
    public JsonMembers? ObjectOf(string name) =>
        Find(name) is { Type: JsonTokenType.StartObject } member ? TryRead(_json, member.Value) : null;

    /// <summary>The elements of a member that is an array.</summary>
    public IReadOnlyList<ByteRange> ElementsOf(string name) =>
        Find(name) is { Type: JsonTokenType.StartArray } member ? JsonList.Elements(_json, member.Value) : [];

    private static bool Utf8Number(ReadOnlySpan<byte> digits, out long value) =>
        System.Buffers.Text.Utf8Parser.TryParse(digits, out value, out int consumed) && consumed == digits.Length;

    private static int FirstBrace(ReadOnlySpan<byte> json) => Math.Max(0, json.IndexOf((byte)'{'));

    // The last of several members with one name counts, as in most parsers.
    private Member? Find(string name)
    {
        for (int i = _members.Count - 1; i >= 0; i--)
        {
            if (_members[i].Name == name)
            {
                return _members[i];
            }
        }

        return null;
    }

    private sealed record Member(string Name, int PropertyStart, ByteRange Value, JsonTokenType Type);
}
