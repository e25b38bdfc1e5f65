namespace ConnectionSdk.Tests.Reconnect;

public sealed class AccountContinuityTests
{
    private static readonly Account Checking = new()
    {
        Id = "1",
        InstitutionId = "bank",
        Name = "Everyday",
        Type = "checking",
        Currency = "EUR",
        MaskedNumber = "4321",
        Number = "00040004321",
        Iban = "FR76 3000 4000 4321",
    };

    private static readonly Account Savings = new()
    {
        Id = "2",
        InstitutionId = "bank",
        Name = "Savings",
        Type = "savings",
        Currency = "EUR",
        MaskedNumber = "8765",
        Number = "00040008765",
        Iban = "FR76 3000 4000 8765",
    };

    [Fact]
    public void The_same_accounts_are_the_same()
    {
        var report = AccountContinuity.Compare([Checking, Savings], [Savings, Checking]);

        Assert.True(report.AllSame);
        Assert.All(report.Entries, entry => Assert.Equal((AccountChange.Same, "id", 1.0), (entry.Change, entry.Evidence, entry.Confidence)));
    }

    [Fact]
    public void A_new_name_under_the_same_id_is_a_rename()
    {
        var entry = Assert.Single(AccountContinuity.Compare([Checking], [Checking with { Name = "Compte courant" }]).Entries);

        Assert.Equal((AccountChange.Renamed, "Compte courant", "Everyday"), (entry.Change, entry.Name, entry.PreviousName));
    }

    [Theory]
    [InlineData("iban", 0.99)]
    [InlineData("number", 0.95)]
    [InlineData("maskedNumber", 0.8)]
    public void An_account_under_a_new_id_is_found_by_the_strongest_evidence_there_is(string evidence, double confidence)
    {
        var before = evidence switch
        {
            "iban" => Checking,
            "number" => Checking with { Iban = null },
            _ => Checking with { Iban = null, Number = null },
        };
        var entry = Assert.Single(AccountContinuity.Compare([before], [before with { Id = "99", Enabled = false }]).Entries);

        Assert.Equal((AccountChange.ReIdentified, "1", "99", evidence, confidence), (entry.Change, entry.BeforeId, entry.AfterId, entry.Evidence, entry.Confidence));
        Assert.False(entry.Enabled);
    }

    [Fact]
    public void An_iban_is_compared_without_spaces_and_case_and_a_currency_one_side_omits_does_not_matter() =>
        Assert.Equal("iban", Assert.Single(AccountContinuity.Compare(
            [Checking], [new Account { Id = "9", Iban = "fr7630004000-4321" }]).Entries).Evidence);

    [Fact]
    public void Two_currencies_under_one_iban_are_two_accounts()
    {
        var dollars = Checking with { Id = "3", Currency = "USD" };
        var report = AccountContinuity.Compare([Checking, dollars], [dollars with { Id = "31" }, Checking with { Id = "11" }]);

        Assert.Equal("1>11 3>31", string.Join(" ", report.Entries.Select(entry => $"{entry.BeforeId}>{entry.AfterId}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Missing_and_added_accounts_are_told()
    {
        var report = AccountContinuity.Compare([Checking, Savings], [Checking, new Account { Id = "7", Name = "New" }]);

        Assert.Equal([AccountChange.Same, AccountChange.Missing, AccountChange.Added], report.Entries.Select(entry => entry.Change));
        Assert.False(report.AllSame);
        Assert.False(report.IsWrongAccount);
    }

    [Fact]
    public void An_account_the_bank_no_longer_shows_is_missing() =>
        Assert.Equal(AccountChange.Missing, Assert.Single(AccountContinuity.Compare([Checking], [Checking with { PresentAtBank = false }]).Entries).Change);

    [Fact]
    public void A_tie_is_never_guessed()
    {
        var vague = new Account { Id = "1", MaskedNumber = "4321" };
        var report = AccountContinuity.Compare([vague], [vague with { Id = "8" }, vague with { Id = "9" }]);

        Assert.Equal([AccountChange.Missing, AccountChange.Added, AccountChange.Added], report.Entries.Select(entry => entry.Change));
        Assert.All(report.Entries, entry => Assert.True(entry.Ambiguous));
        Assert.False(report.IsWrongAccount);
    }

    [Fact]
    public void A_tie_the_other_way_round_is_not_guessed_either()
    {
        var vague = new Account { Id = "1", MaskedNumber = "4321" };

        Assert.All(AccountContinuity.Compare([vague, vague with { Id = "2" }], [vague with { Id = "9" }]).Entries, entry => Assert.True(entry.Ambiguous));
    }

    [Fact]
    public void The_same_last_digits_on_another_iban_are_another_account()
    {
        var stranger = Checking with { Id = "9", Iban = "FR76 9999 9999 4321", Number = null };
        var report = AccountContinuity.Compare([Checking], [stranger]);

        Assert.True(report.IsWrongAccount);
    }

    [Fact]
    public void Nothing_of_what_was_and_something_else_instead_is_the_wrong_account()
    {
        Assert.True(AccountContinuity.Compare([Checking], [Savings]).IsWrongAccount);
        Assert.False(AccountContinuity.Compare([Checking], []).IsWrongAccount);
        Assert.False(AccountContinuity.Compare([], [Savings]).IsWrongAccount);
    }

    [Fact]
    public void The_order_of_the_accounts_does_not_matter()
    {
        Account[] before = [Checking, Savings, Checking with { Id = "3", Currency = "USD" }, new Account { Id = "4", MaskedNumber = "1" }, new Account { Id = "5", MaskedNumber = "1" }];
        Account[] after =
        [
            Savings with { Id = "22", Name = "Livret" }, Checking, new Account { Id = "6", MaskedNumber = "1" }, Checking with { Id = "33", Currency = "USD" }, new Account { Id = "0" },
        ];
        var expected = Lines(AccountContinuity.Compare(before, after));
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            random.Shuffle(before);
            random.Shuffle(after);
            Assert.Equal(expected, Lines(AccountContinuity.Compare(before, after)));
        }

        static string[] Lines(ContinuityReport report) => [.. report.Entries.Select(entry => entry.ToString()).Order(StringComparer.Ordinal)];
    }
}
