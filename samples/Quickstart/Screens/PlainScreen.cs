namespace ConnectionSdk.Quickstart.Screens;

/// <summary>Plain lines for files, pipes and build logs: no colours, no cursor, no questions.</summary>
internal sealed class PlainScreen(TextWriter output) : Screen
{
    public override bool CanAsk => false;

    public override TimeSpan Frame => TimeSpan.FromMilliseconds(2);

    public override void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine($"== {text}");
    }

    public override void Line(string text, Tone tone = Tone.Plain) => output.WriteLine(text);

    public override void Table(IReadOnlyList<string> columns, IReadOnlyList<Row> rows)
    {
        var widths = columns
            .Select((column, index) => Math.Max(column.Length, rows.Select(row => row.Cells[index].Text.Length).DefaultIfEmpty().Max()))
            .ToList();
        Print(columns);
        Print(widths.Select(width => new string('-', width)));
        string? group = null;
        foreach (var row in rows)
        {
            if (row.Group is { } name && !string.Equals(name, group, StringComparison.Ordinal))
            {
                output.WriteLine($"{name}:");
            }

            group = row.Group;
            Print(row.Cells.Select(cell => cell.Text));
        }

        void Print(IEnumerable<string> texts) =>
            output.WriteLine(string.Join(" | ", texts.Select((text, index) => text.PadRight(widths[index]))).TrimEnd());
    }

    public override async Task<IReadOnlyList<TResult>> EachAsync<TItem, TResult>(
        string what, IReadOnlyList<TItem> items, Func<TItem, Task<TResult>> work)
    {
        var results = new List<TResult>(items.Count);
        foreach (var item in items)
        {
            results.Add(await work(item));
        }

        return results;
    }

    public override Task<T> WaitAsync<T>(string what, Func<IWaiting, Task<T>> work)
    {
        Line($"  {what}");
        return work(new Notes(this));
    }

    public override Task<string> AskAsync(string question, bool secret, CancellationToken cancellationToken) => Task.FromResult("");

    public override Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken) => Task.FromResult(false);

    private sealed class Notes(PlainScreen screen) : IWaiting
    {
        public void Show(string text)
        {
            // A file has no place that could be overwritten.
        }

        public void Note(string text) => screen.Line($"  {text}");
    }
}
