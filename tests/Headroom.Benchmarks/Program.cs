using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Headroom.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(ThroughputColumn).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).AddColumn(new ThroughputColumn()));
