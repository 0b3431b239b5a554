namespace Headroom.Context.Chunks;

/// <summary>How much of what sessions of a tenant bring was there already.</summary>
/// <param name="CompressionsAsked">Compressed forms that turns needed.</param>
/// <param name="CompressionsRun">Those that were made for it; the others had been made before.</param>
/// <param name="BytesBrought">Bytes of the contents that turns brought to be stored.</param>
/// <param name="BytesStored">Bytes of those that the tenant had never had before.</param>
public readonly record struct SharedFigures(long CompressionsAsked, long CompressionsRun, long BytesBrought, long BytesStored)
{
    /// <summary>Both together.</summary>
    public static SharedFigures operator +(SharedFigures left, SharedFigures right) => new(
        left.CompressionsAsked + right.CompressionsAsked, left.CompressionsRun + right.CompressionsRun,
        left.BytesBrought + right.BytesBrought, left.BytesStored + right.BytesStored);

    /// <summary>Both together.</summary>
    public static SharedFigures Add(SharedFigures left, SharedFigures right) => left + right;
}
