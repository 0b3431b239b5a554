using System.Text.Json.Serialization;

namespace Headroom.Agents.Changes;

/// <summary>One entry of the journal.</summary>
/// <param name="Name">Its number; what the file held and is to hold stands beside it under the same name.</param>
/// <param name="Owner">Whose change it is.</param>
/// <param name="Path">The file.</param>
/// <param name="Existed">Whether there was one before.</param>
/// <param name="MadeDirectory">The topmost directory that had to be made for it.</param>
public sealed record FileChange(string Name, string Owner, string Path, bool Existed, string? MadeDirectory);

/// <summary>What became of a change that was undone.</summary>
/// <param name="Path">The file.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Backup">Where the file's content from before the change is, if it could not be put back.</param>
public sealed record UndoneChange(string Path, UndoOutcome Outcome, string? Backup);

/// <summary>How a change was undone.</summary>
public enum UndoOutcome
{
    /// <summary>The file is byte for byte what it was.</summary>
    Restored,

    /// <summary>The file was edited since; our part was taken out and the edits stayed.</summary>
    Merged,

    /// <summary>Nothing of ours was in the file any more.</summary>
    NothingLeft,

    /// <summary>The file was edited since in a way that our part cannot be told from; it was left alone.</summary>
    Kept,
}

/// <summary>The steps of a change and of its undoing.</summary>
internal enum ChangeStep
{
    /// <summary>Both contents are on the disk.</summary>
    Kept,

    /// <summary>The entry is on the disk.</summary>
    Journaled,

    /// <summary>The file is written.</summary>
    Written,

    /// <summary>The file is as it is to be without the change.</summary>
    Undone,

    /// <summary>The entry is gone.</summary>
    Closed,
}

/// <summary>The source-generated serializer of the journal.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FileChange))]
internal sealed partial class ChangeJson : JsonSerializerContext;
