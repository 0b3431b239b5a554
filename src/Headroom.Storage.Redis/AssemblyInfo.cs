using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Headroom.Storage.Redis.Tests")]
