using System.Reflection;
using ConnectionSdk.Conformance;
using ConnectionSdk.ConformanceTests.CustomProvider;
using ConnectionSdk.ConformanceTests.Sloppy;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests;

/// <summary>The suite proves itself: every check flags an adapter with the flaw it is there for. A check that cannot fail proves nothing.</summary>
public sealed class SelfTest
{
    public static TheoryData<Flaw, string> Flaws { get; } = new()
    {
        { Flaw.RepairsTheHealthy, nameof(ProviderConformance.A_healthy_connection_is_active_and_needs_no_repair) },
        { Flaw.ListsNothing, nameof(ProviderConformance.A_list_shows_the_connections_of_the_user) },
        { Flaw.ThrowsOnAnUnknownStatus, nameof(ProviderConformance.An_unknown_status_is_kept_and_read_cautiously) },
        { Flaw.TakesAnUnknownStatusForHealth, nameof(ProviderConformance.An_unknown_status_is_kept_and_read_cautiously) },
        { Flaw.ThrowsWhenGone, nameof(ProviderConformance.A_connection_that_is_gone_is_deleted_and_not_repairable) },
        { Flaw.TakesGoneForBroken, nameof(ProviderConformance.A_connection_that_is_gone_is_deleted_and_not_repairable) },
        { Flaw.AsksTheUserWhenTheBankIsDown, nameof(ProviderConformance.A_bank_that_is_down_is_waited_for) },
        { Flaw.ForgetsRevocations, nameof(ProviderConformance.After_a_revocation_no_data_call_leaves_until_a_repair_has_succeeded) },
        { Flaw.HasARowWithoutMeaning, nameof(ProviderConformance.Every_row_of_the_status_map_is_complete_and_safe) },
        { Flaw.AsksForWhatItDoesNotAnnounce, nameof(ProviderConformance.The_driver_shows_what_the_adapter_claims) },
        { Flaw.AsksForWhatItDoesNotAnnounce, nameof(ProviderConformance.A_broken_connection_says_what_is_wrong_and_is_repaired) },
        { Flaw.DeletesToRepair, nameof(ProviderConformance.A_broken_connection_says_what_is_wrong_and_is_repaired) },
        { Flaw.BelievesTheCallback, nameof(ProviderConformance.A_broken_connection_says_what_is_wrong_and_is_repaired) },
        { Flaw.HidesAccountNumbers, nameof(ProviderConformance.Accounts_that_return_under_other_ids_are_recognised) },
        { Flaw.InventsAccountIds, nameof(ProviderConformance.Another_account_is_not_taken_for_the_old_one) },
        { Flaw.BelievesTheCallback, nameof(ProviderConformance.A_user_who_gives_up_changes_nothing) },
        { Flaw.HidesRefusals, nameof(ProviderConformance.Wrong_input_is_asked_again_and_never_locks_the_user_out) },
        { Flaw.GivesUpAtTheFirstRefusal, nameof(ProviderConformance.Wrong_then_right_input_repairs_the_connection) },
        { Flaw.RemembersInMemory, nameof(ProviderConformance.Another_process_finishes_the_session) },
        { Flaw.RefreshesOnRead, nameof(ProviderConformance.Reading_and_looking_change_nothing) },
        { Flaw.RefreshesOnLook, nameof(ProviderConformance.Reading_and_looking_change_nothing) },
        { Flaw.SendsTwice, nameof(ProviderConformance.A_double_click_reaches_the_bank_once) },
        { Flaw.ResendsAfterALostAnswer, nameof(ProviderConformance.A_lost_answer_is_read_and_not_sent_again) },
        { Flaw.RepeatsRefreshes, nameof(ProviderConformance.A_refresh_is_asked_for_at_most_once) },
        { Flaw.WorksInTheBackground, nameof(ProviderConformance.A_session_that_lapsed_sends_nothing) },
        { Flaw.IgnoresCancellation, nameof(ProviderConformance.Cancellation_reaches_the_caller) },
        { Flaw.IgnoresCancellationOnTheWay, nameof(ProviderConformance.Cancellation_reaches_the_caller) },
        { Flaw.LetsForeignExceptionsOut, nameof(ProviderConformance.Nonsense_is_a_failure_of_the_provider) },
        { Flaw.LogsTheCode, nameof(ProviderConformance.Nothing_secret_is_logged_stored_or_printed) },
        { Flaw.KeepsTheCode, nameof(ProviderConformance.Nothing_secret_is_logged_stored_or_printed) },
        { Flaw.PutsTheKeyIntoExceptions, nameof(ProviderConformance.Nothing_secret_is_logged_stored_or_printed) },
        { Flaw.DeletesWhilePlanning, nameof(ProviderConformance.A_removal_is_planned_and_a_refused_one_sends_nothing) },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task An_adapter_with_a_flaw_is_flagged(Flaw flaw, string check)
    {
        var suite = new SloppyConformance(flaw);
        await suite.InitializeAsync();

        var failure = await Record.ExceptionAsync(() => RunAsync(suite, check));

        await suite.DisposeAsync();
        Assert.NotNull(failure);
        Assert.False(failure is Xunit.SkipException, "the check was skipped");
    }

    [Fact]
    public void Every_flaw_and_every_check_is_in_the_table()
    {
        var checks = typeof(ProviderConformance).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => method.Name);

        Assert.Empty(checks.Except(Flaws.Select(row => (string)row[1]), StringComparer.Ordinal));
        Assert.Empty(Enum.GetValues<Flaw>().Except(Flaws.Select(row => (Flaw)row[0])));
    }

    private static async Task RunAsync(ProviderConformance suite, string check)
    {
        try
        {
            if (typeof(ProviderConformance).GetMethod(check)!.Invoke(suite, null) is Task running)
            {
                await running;
            }
        }
        catch (TargetInvocationException thrown)
        {
            throw thrown.InnerException!;
        }
    }

    private sealed class SloppyConformance(Flaw flaw) : ProviderConformance
    {
        protected override Task<IProviderDriver> StartDriverAsync() => Task.FromResult<IProviderDriver>(new SloppyDriver(flaw));
    }

    private sealed class SloppyDriver(Flaw flaw) : MapleDriver
    {
        public override ConnectionProvider CreateProvider(ILoggerFactory loggers) =>
            new SloppyProvider(base.CreateProvider(loggers), flaw, Clock, loggers.CreateLogger("Sloppy"));
    }
}
