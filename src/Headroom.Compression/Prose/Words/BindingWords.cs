using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Prose.Words;

/// <summary>
/// The words without which a sentence says something else: negations, conditions, duties, comparisons, quantities and numbers. No
/// score makes one of them spare.
/// </summary>
internal static class BindingWords
{
    private const int MaxLetters = 16;

    private static readonly FrozenSet<string> Words = (
        "no not nor never none nothing nobody nowhere neither without except excluding unless until till if else otherwise whether or but yet "
        + "instead only all any each every both either less least fewer fewest more most than before after first last next previous above below "
        + "under over up down on off yes true false null must shall should may might can could cannot need needs ought required requires "
        + "mandatory optional always rarely seldom hardly scarcely barely almost nearly exactly minimum maximum enough too half quarter third "
        + "double triple once twice dozen zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        + "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion percent "
        + "enabled disabled allowed allow allows deny denied denies forbidden prohibited avoid stop stops deprecated removed unsupported")
        .Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word of ASCII letters is one of them.</summary>
    public static bool Has(ReadOnlySpan<byte> word)
    {
        Span<char> lower = stackalloc char[MaxLetters];
        return word.Length <= MaxLetters && Ascii.ToLower(word, lower, out int length) == OperationStatus.Done && Lookup.Contains(lower[..length]);
    }
}
