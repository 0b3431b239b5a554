namespace Headroom.Compression.Code;

/// <summary>All that may be left out of the files of a block, in their order and none inside another.</summary>
internal sealed class CodeElisions
{
    // Shorter bodies are hardly longer than their stamps.
    private const int MinBodyLines = 4;
    private const int MinBodyBytes = 60;
    private const int MinLineBytes = 400;

    // A function that mostly holds functions is a module: those are left out instead.
    private const double ModuleShare = 0.6;

    private readonly List<CodeElision> _elisions = [];
    private readonly List<ErrorPath> _errors = [];

    /// <value>What may be left out.</value>
    public IReadOnlyList<CodeElision> All => _elisions;

    /// <value>The errors that the elisions point to.</value>
    public IReadOnlyList<ErrorPath> Errors => _errors;

    /// <summary>Adds what a file offers. Files are added in their order.</summary>
    public void Add(ReadOnlySpan<byte> utf8, CodeFile file, CodeOutline outline)
    {
        int offset = file.Text.Start.Value;
        ReadOnlySpan<byte> text = utf8[file.Text];
        int firstError = _errors.Count;
        int first = _elisions.Count;
        foreach (ErrorPath path in outline.ErrorPaths)
        {
            _errors.Add(new ErrorPath(path.Position + offset, Shift(path.Name, offset)));
        }

        bool[] isModule = Modules(outline.Declarations);
        int done = 0;
        int error = firstError;
        for (int i = 0; i < outline.Declarations.Count; i++)
        {
            CodeDeclaration declaration = outline.Declarations[i];
            (int start, int end) = (declaration.Body.Start.Value, declaration.Body.End.Value);
            if (declaration.Kind != CodeDeclarationKind.Function || isModule[i] || start < done || !IsLong(text[start..end]))
            {
                continue;
            }

            int errors = SkipTo(ref error, start + offset);
            int errorsEnd = SkipTo(ref error, end + offset);
            _elisions.Add(new CodeElision(
                start + offset, end + offset, CodeElisionKind.Body, file.Language, errors..errorsEnd, Shift(declaration.Name, offset)));
            done = end;
        }

        AddPassages(outline, file, first, offset);
    }

    private static Range Shift(Range range, int offset) => (range.Start.Value + offset)..(range.End.Value + offset);

    private int SkipTo(ref int error, int position)
    {
        while (error < _errors.Count && _errors[error].Position < position)
        {
            error++;
        }

        return error;
    }

    private static bool IsLong(ReadOnlySpan<byte> body) =>
        body.Length >= MinBodyBytes && (body.Length >= MinLineBytes || body.Trim(" \t\r\n"u8).Count((byte)'\n') + 1 >= MinBodyLines);

    private static bool[] Modules(IReadOnlyList<CodeDeclaration> declarations)
    {
        // Children follow their parents: read backwards, each adds what it holds to the one around it.
        bool[] isModule = new bool[declarations.Count];
        int[] nested = new int[declarations.Count];
        for (int i = declarations.Count - 1; i >= 0; i--)
        {
            CodeDeclaration declaration = declarations[i];
            int length = declaration.Body.End.Value - declaration.Body.Start.Value;
            isModule[i] = nested[i] > 0 && nested[i] >= length * ModuleShare;
            if (declaration.Parent >= 0)
            {
                nested[declaration.Parent] += declaration.Kind == CodeDeclarationKind.Function ? length : nested[i];
            }
        }

        return isModule;
    }

    // Passages between the bodies; what lies inside a body goes with it.
    private void AddPassages(CodeOutline outline, CodeFile file, int first, int offset)
    {
        int bodies = _elisions.Count;
        int body = first;
        foreach (CodePassage passage in outline.Passages)
        {
            int start = passage.Remainder.Start.Value + offset;
            int end = passage.Remainder.End.Value + offset;
            while (body < bodies && _elisions[body].End <= start)
            {
                body++;
            }

            if (body == bodies || _elisions[body].Start >= end)
            {
                CodeElisionKind kind = passage.Kind switch
                {
                    CodePassageKind.Comment => CodeElisionKind.Comment,
                    CodePassageKind.LineComments => CodeElisionKind.LineComments,
                    _ => CodeElisionKind.Elements,
                };
                _elisions.Add(new CodeElision(start, end, kind, file.Language, default, default));
            }
        }

        _elisions.Sort(first, _elisions.Count - first, Comparer<CodeElision>.Create((left, right) => left.Start.CompareTo(right.Start)));
    }
}
