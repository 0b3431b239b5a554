using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Headroom.Benchmarks;

/// <summary>Megabytes a second: the parameter that counts the bytes of an input, or a million where there is none, by the mean time.</summary>
internal sealed class ThroughputColumn : IColumn
{
    private const int DefaultBytes = 1_000_000;

    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "MB/s";

    public string Legend => "Input bytes by mean time, in 1,000,000 bytes a second";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        int bytes = benchmarkCase.Parameters.Items.FirstOrDefault(parameter => parameter.Name.StartsWith("Byte", StringComparison.Ordinal))?.Value as int? ?? DefaultBytes;
        return summary[benchmarkCase]?.ResultStatistics?.Mean is { } nanoseconds ? (bytes * 1e3 / nanoseconds).ToString("F1", CultureInfo.InvariantCulture) : "-";
    }

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
