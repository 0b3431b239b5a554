using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Headroom.Protocols.Tests;

/// <summary>Properties over random cases; a failure names its seed.</summary>
internal static class Property
{
    private static readonly string[] Pieces =
        ["a", "Zz", " ", "\"", "\\", "\n", "\r\n", "\t", "\0", "\u001f", "\u007f", "é", "€", "\U0001F600", "\u2028", "<", "/", "{\"k\":[1]}"];

    public static void Holds(Action<Random> property, int cases = 300) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => property(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(cases));

    public static string Text(Random random, int maxPieces = 12) =>
        string.Concat(Enumerable.Range(0, random.Next(maxPieces)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    public static byte[] Bytes(Random random, int maxLength)
    {
        byte[] bytes = new byte[random.Next(maxLength)];
        random.NextBytes(bytes);
        return bytes;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
