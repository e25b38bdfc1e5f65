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

    [Theory]
    [InlineData("****4321")]
    [InlineData("xxxx4321")]
    [InlineData("XX-4321")]
    [InlineData("•••• 4321")]
    [InlineData("...4321")]
    [InlineData("FR76 **** **** 4321")]
    [InlineData("004321")]
    public void However_a_number_is_masked_its_last_digits_are_compared(string masked)
    {
        var known = Checking with { Iban = null, Number = null };
        var entry = Assert.Single(AccountContinuity.Compare([known with { MaskedNumber = masked }], [known with { Id = "99" }]).Entries);

        Assert.Equal((AccountChange.ReIdentified, "maskedNumber"), (entry.Change, entry.Evidence));
    }

    /// <summary>A short number shows no digits of its own, and may be written in another way: too little to tell the account apart.</summary>
    [Theory]
    [InlineData("1234567", "003-12345-1234567")]
    [InlineData("20-00-00 55779911", "55779911")]
    [InlineData("1234567", "01234567")]
    public void A_short_number_written_in_another_way_under_the_same_id_is_left_open(string before, string after)
    {
        var known = Checking with { Iban = null, MaskedNumber = null };
        var report = AccountContinuity.Compare([known with { Number = before }], [known with { Number = after }]);

        Assert.NotEmpty(report.Entries);
        Assert.All(report.Entries, entry => Assert.True(entry.Ambiguous));
        Assert.False(report.AllSame);
    }

    [Theory]
    [InlineData("1234****")]
    [InlineData("(...1234)")]
    public void The_same_mask_that_hides_the_end_is_left_open(string masked)
    {
        var known = Checking with { Iban = null, Number = null, MaskedNumber = masked };

        Assert.All(AccountContinuity.Compare([known], [known with { Id = "99" }]).Entries, entry => Assert.True(entry.Ambiguous));
    }

    [Fact]
    public void The_last_digits_of_a_whole_number_are_compared_with_a_masked_one()
    {
        var report = AccountContinuity.Compare(
            [Checking with { Iban = null, MaskedNumber = null }], [Checking with { Id = "99", Iban = null, Number = null, MaskedNumber = "**4321" }]);

        Assert.Equal("maskedNumber", Assert.Single(report.Entries).Evidence);
    }

    [Fact]
    public void A_masked_number_in_the_place_of_the_whole_one_is_no_whole_number()
    {
        var before = Checking with { Iban = null, Number = "4970XXXXXXXX4321" };

        Assert.Equal("maskedNumber", Assert.Single(AccountContinuity.Compare([before], [Checking with { Id = "99", Iban = null }]).Entries).Evidence);
    }

    [Theory]
    [InlineData("CHECKING", "eur")]
    [InlineData("Checking", "Eur")]
    public void Kind_and_currency_are_compared_without_case(string type, string currency)
    {
        var known = Checking with { Iban = null, Number = null };

        Assert.Equal(AccountChange.ReIdentified, Assert.Single(AccountContinuity.Compare([known with { Type = type, Currency = currency }], [known with { Id = "99" }]).Entries).Change);
    }

    [Theory]
    [InlineData("currency")]
    [InlineData("type")]
    [InlineData("institution")]
    public void The_same_digits_with_the_rest_unsaid_on_one_side_are_neither_the_same_account_nor_another(string unsaid)
    {
        var known = Checking with { Iban = null, Number = null };
        var vague = unsaid switch
        {
            "currency" => known with { Id = "99", Currency = null },
            "type" => known with { Id = "99", Type = null },
            _ => known with { Id = "99", InstitutionId = null },
        };

        foreach (var report in new[] { AccountContinuity.Compare([known], [vague]), AccountContinuity.Compare([vague], [known]) })
        {
            Assert.Equal([(AccountChange.Missing, true), (AccountChange.Added, true)], report.Entries.Select(entry => (entry.Change, entry.Ambiguous)));
            Assert.False(report.IsWrongAccount);
        }
    }

    [Fact]
    public void The_same_digits_in_another_currency_are_another_account()
    {
        var known = Checking with { Iban = null, Number = null };

        Assert.True(AccountContinuity.Compare([known], [known with { Id = "99", Currency = "USD" }]).IsWrongAccount);
    }

    [Fact]
    public void Two_digits_are_too_little_to_know_an_account_by()
    {
        var known = new Account { Id = "1", MaskedNumber = "**21" };

        Assert.All(AccountContinuity.Compare([known], [known with { Id = "99" }]).Entries, entry => Assert.True(entry.Ambiguous));
    }

    [Fact]
    public void Ids_that_went_to_other_accounts_are_found_out_by_the_numbers()
    {
        Assert.Equal("1>2 2>1", Moves(AccountContinuity.Compare([Checking, Savings], [Checking with { Id = "2" }, Savings with { Id = "1" }])));

        var (checking, savings) = (Checking with { Iban = null, Number = null }, Savings with { Iban = null, Number = null });
        Assert.Equal("1>2 2>1", Moves(AccountContinuity.Compare([checking, savings], [checking with { Id = "2" }, savings with { Id = "1" }])));
        Assert.Equal("1>2 >1", Moves(AccountContinuity.Compare([checking], [checking with { Id = "2" }, savings with { Id = "1" }])));
    }

    [Theory]
    [InlineData("iban")]
    [InlineData("number")]
    public void Another_whole_number_under_the_same_id_is_another_account(string evidence)
    {
        var before = string.Equals(evidence, "iban", StringComparison.Ordinal) ? Checking : Checking with { Iban = null };
        var report = AccountContinuity.Compare([before], [before with { Iban = before.Iban is null ? null : Savings.Iban, Number = Savings.Number, MaskedNumber = Savings.MaskedNumber }]);

        Assert.Equal([AccountChange.Missing, AccountChange.Added], report.Entries.Select(entry => entry.Change));
        Assert.True(report.IsWrongAccount);
    }

    [Fact]
    public void Other_last_digits_under_the_same_id_may_be_a_new_card_or_another_account_so_somebody_has_to_look()
    {
        var before = Checking with { Iban = null, Number = null };
        var report = AccountContinuity.Compare([before, Savings], [before with { MaskedNumber = "5555" }, Savings]);

        Assert.Equal(
            [(AccountChange.Same, false), (AccountChange.Missing, true), (AccountChange.Added, true)],
            report.Entries.Select(entry => (entry.Change, entry.Ambiguous)));
        Assert.False(AccountContinuity.Compare([before], [before with { MaskedNumber = "5555" }]).IsWrongAccount);
    }

    [Fact]
    public void A_number_written_in_another_way_under_the_same_id_is_the_same_account() =>
        Assert.True(AccountContinuity.Compare([Checking with { Iban = null }], [Checking with { Iban = null, Number = "4321-00040004321" }]).AllSame);

    [Fact]
    public void Accounts_without_an_id_are_not_paired_by_having_none()
    {
        var (checking, savings) = (Checking with { Id = "" }, Savings with { Id = "" });
        var report = AccountContinuity.Compare([checking, savings], [savings, checking]);

        Assert.Equal("Everyday Savings", string.Join(" ", report.Entries.Select(entry => entry.PreviousName ?? entry.Name).Order(StringComparer.Ordinal)));
        Assert.All(report.Entries, entry => Assert.Equal("iban", entry.Evidence));
        Assert.True(AccountContinuity.Compare([checking], [savings]).IsWrongAccount);
    }

    [Fact]
    public void An_account_listed_twice_is_one_account_and_an_id_used_twice_is_a_tie()
    {
        Assert.True(AccountContinuity.Compare([Checking, Checking], [Checking, Checking, Checking]).AllSame);

        var bare = new Account { Id = "1", Name = "One" };
        var report = AccountContinuity.Compare([bare], [bare with { Name = "This" }, bare with { Name = "That" }]);
        Assert.Equal([AccountChange.Missing, AccountChange.Added, AccountChange.Added], report.Entries.Select(entry => entry.Change));
        Assert.All(report.Entries, entry => Assert.True(entry.Ambiguous));
    }

    [Fact]
    public void Two_accounts_with_the_same_last_digits_are_told_apart_by_kind_or_not_at_all()
    {
        var (checking, savings) = (Checking with { Iban = null, Number = null }, Savings with { Iban = null, Number = null, MaskedNumber = "4321" });
        Assert.Equal("1>8 2>9", Moves(AccountContinuity.Compare([checking, savings], [savings with { Id = "9" }, checking with { Id = "8" }])));

        var (first, second) = (checking, checking with { Id = "2" });
        Assert.All(AccountContinuity.Compare([first, second], [first with { Id = "8" }, second with { Id = "9" }]).Entries, entry => Assert.True(entry.Ambiguous));
    }

    [Fact]
    public void A_known_account_that_comes_back_switched_off_is_the_same_and_says_so() =>
        Assert.Equal((AccountChange.Same, false), AccountContinuity.Compare([Checking], [Checking with { Enabled = false }]).Entries.Select(entry => (entry.Change, entry.Enabled)).Single());

    private static string Moves(ContinuityReport report) =>
        string.Join(" ", report.Entries.Select(entry => $"{entry.BeforeId}>{entry.AfterId}").Order(StringComparer.Ordinal));
}
