namespace Headroom.Context.Usage;

/// <summary>What a tenant's sessions had in common, over some days: a team that reads the same files stores and compresses them once.</summary>
/// <param name="Days">How many days, this one included.</param>
/// <param name="BytesBrought">Bytes of the contents that turns brought to be stored.</param>
/// <param name="BytesStored">Bytes of those that the tenant had never had before.</param>
/// <param name="CompressionsAsked">Compressed forms that turns needed.</param>
/// <param name="CompressionsRun">Those that were made for it.</param>
public sealed record DedupeFigures(int Days, long BytesBrought, long BytesStored, long CompressionsAsked, long CompressionsRun)
{
    /// <summary>So many days are told about where nobody says how many.</summary>
    public const int DefaultDays = 30;

    /// <value>How much of what was brought was there already, in percent of its bytes.</value>
    public double BytesSharedPercent => Percent(BytesBrought - BytesStored, BytesBrought);

    /// <value>How many of the compressions were done already, in percent.</value>
    public double CompressionsSharedPercent => Percent(CompressionsAsked - CompressionsRun, CompressionsAsked);

    /// <summary>The figures of some hours.</summary>
    /// <param name="hours">The hours.</param>
    /// <param name="days">How many days they are of.</param>
    public static DedupeFigures Of(IEnumerable<HourlyUsage> hours, int days)
    {
        UsageTotals totals = hours.SelectMany(hour => hour.Usage.Rows).Aggregate(new UsageTotals(), (sum, row) => sum.Plus(row.Totals));
        return new DedupeFigures(days, totals.BytesBrought, totals.BytesStored, totals.CompressionsAsked, totals.CompressionsRun);
    }

    private static double Percent(long part, long whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 1);
}
