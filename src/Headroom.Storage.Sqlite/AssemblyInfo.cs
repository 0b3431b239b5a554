using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Headroom.Storage.Sqlite.Tests")]
