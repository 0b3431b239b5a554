using System.Globalization;

namespace Headroom.Cli.Updating;

/// <summary>A version by the rules of Semantic Versioning 2.0.0, which NuGet keeps.</summary>
/// <param name="Numbers">Major, minor, patch, and NuGet's fourth where there is one.</param>
/// <param name="Label">What follows the hyphen; empty for a release.</param>
internal sealed record PackageVersion(IReadOnlyList<int> Numbers, string Label) : IComparable<PackageVersion>
{
    /// <value>Whether it is no release.</value>
    public bool IsPreview => Label.Length > 0;

    /// <summary>Reads a version; <c>null</c> where the text is none.</summary>
    public static PackageVersion? Parse(string text)
    {
        string[] parts = text.Split('+')[0].Split('-', 2);
        List<int> numbers = [];
        foreach (string part in parts[0].Split('.'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers.Count is >= 2 and <= 4 ? new PackageVersion(numbers, parts.Length > 1 ? parts[1] : "") : null;
    }

    /// <inheritdoc/>
    public int CompareTo(PackageVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (int i = 0; i < 4; i++)
        {
            int order = Numbers.ElementAtOrDefault(i).CompareTo(other.Numbers.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return (IsPreview, other.IsPreview) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => CompareLabels(Label.Split('.'), other.Label.Split('.')),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', Numbers) + (IsPreview ? "-" + Label : "");

    private static int CompareLabels(string[] ours, string[] theirs)
    {
        for (int i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            bool isNumber = int.TryParse(ours[i], NumberStyles.None, CultureInfo.InvariantCulture, out int our), isOtherNumber = int.TryParse(theirs[i], NumberStyles.None, CultureInfo.InvariantCulture, out int their);
            int order = (isNumber, isOtherNumber) switch
            {
                (true, true) => our.CompareTo(their),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.Compare(ours[i], theirs[i], StringComparison.OrdinalIgnoreCase),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return ours.Length.CompareTo(theirs.Length);
    }
}
