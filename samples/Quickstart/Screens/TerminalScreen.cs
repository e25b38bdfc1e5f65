using Spectre.Console;

namespace ConnectionSdk.Quickstart.Screens;

/// <summary>A terminal: tables, colours, spinners, questions.</summary>
internal sealed class TerminalScreen(bool canAsk) : Screen
{
    private const int Padding = 3;
    private const int ShortestLastColumn = 14;

    public override bool CanAsk => canAsk;

    public override TimeSpan Frame => TimeSpan.FromMilliseconds(90);

    public override void Heading(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified().RuleStyle("grey"));
    }

    /// <summary>What does not fit goes on in the next line, under its own beginning.</summary>
    public override void Line(string text, Tone tone = Tone.Plain)
    {
        var content = text.TrimStart(' ');
        AnsiConsole.Write(new Padder(new Markup(Styled(content, tone)), new Padding(text.Length - content.Length, 0, 0, 0)));
        if (content.Length == 0)
        {
            AnsiConsole.WriteLine();
        }
    }

    public override void Table(IReadOnlyList<string> columns, IReadOnlyList<Row> rows)
    {
        if (Narrowest(columns, rows) > AnsiConsole.Profile.Width)
        {
            List(columns, rows);
            return;
        }

        var table = new Table().RoundedBorder().BorderColor(Color.Grey);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(column)}[/]"));
        }

        // Whatever the window, the first column is what a reader looks for. Where the others fit, only the last one gives way.
        var others = columns.SkipLast(1).Select((column, index) => Padding + rows.Select(row => row.Cells[index].Text.Length).Append(column.Length).Max()).Sum();
        var whole = others + ShortestLastColumn <= AnsiConsole.Profile.Width ? columns.Count - 1 : 1;
        foreach (var column in table.Columns.Take(whole))
        {
            column.NoWrap();
        }

        string? group = null;
        foreach (var row in rows)
        {
            if (row.Group is { } name && !string.Equals(name, group, StringComparison.Ordinal))
            {
                table.AddRow(new Markup(Styled(name, Tone.Strong)));
            }

            group = row.Group;
            table.AddRow(row.Cells.Select(cell => new Markup(Styled(cell.Text, cell.Tone))));
        }

        AnsiConsole.Write(table);
    }

    public override Task<IReadOnlyList<TResult>> EachAsync<TItem, TResult>(
        string what, IReadOnlyList<TItem> items, Func<TItem, Task<TResult>> work) =>
        AnsiConsole.Progress().AutoClear(true).HideCompleted(false).StartAsync<IReadOnlyList<TResult>>(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(what), maxValue: items.Count);
            var results = new List<TResult>(items.Count);
            foreach (var item in items)
            {
                results.Add(await work(item));
                task.Increment(1);
            }

            return results;
        });

    /// <summary>What is waited for may be long and stays on the screen; what changes is short and fits any window.</summary>
    public override Task<T> WaitAsync<T>(string what, Func<IWaiting, Task<T>> work)
    {
        Line($"  {what}");
        return AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync("waiting", status => work(new Live(this, status)));
    }

    public override Task<string> AskAsync(string question, bool secret, CancellationToken cancellationToken)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question)).AllowEmpty();
        return (secret ? prompt.Secret() : prompt).ShowAsync(AnsiConsole.Console, cancellationToken);
    }

    public override Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken) =>
        new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }.ShowAsync(AnsiConsole.Console, cancellationToken);

    /// <summary>The width below which a table would have to break words: its first column stays whole, the others wrap between words.</summary>
    private static int Narrowest(IReadOnlyList<string> columns, IReadOnlyList<Row> rows) =>
        1 + columns.Select((column, index) => Padding + rows.Select(row => row.Cells[index].Text).Append(column)
            .SelectMany(text => index == 0 ? [text] : text.Split(' '))
            .Max(text => text.Length)).Sum();

    /// <summary>A table for a window too narrow for one: each row a line of its own and its values below, in the order of the heading.</summary>
    private void List(IReadOnlyList<string> columns, IReadOnlyList<Row> rows)
    {
        Line($"{columns[0]}: {string.Join(" | ", columns.Skip(1))}", Tone.Quiet);
        string? group = null;
        foreach (var row in rows)
        {
            if (row.Group is { } name && !string.Equals(name, group, StringComparison.Ordinal))
            {
                Line(name, Tone.Strong);
            }

            group = row.Group;
            Line($"  {row.Cells[0].Text}", row.Cells[0].Tone);
            var values = string.Join(Styled(" | ", Tone.Quiet), row.Cells.Skip(1).Select(cell => Styled(cell.Text, cell.Tone)));
            AnsiConsole.Write(new Padder(new Markup(values), new Padding(4, 0, 0, 0)));
        }
    }

    private static string Styled(string text, Tone tone)
    {
        var escaped = Markup.Escape(text);
        return tone switch
        {
            Tone.Strong => $"[bold]{escaped}[/]",
            Tone.Quiet => $"[grey]{escaped}[/]",
            Tone.Good => $"[green]{escaped}[/]",
            Tone.Attention => $"[yellow]{escaped}[/]",
            Tone.Bad => $"[red]{escaped}[/]",
            _ => escaped,
        };
    }

    private sealed class Live(TerminalScreen screen, StatusContext status) : IWaiting
    {
        public void Show(string text) => status.Status($"waiting [grey]{Markup.Escape(text)}[/]");

        public void Note(string text) => screen.Line($"  {text}", Tone.Quiet);
    }
}
