using FsCheck;
using Itam.Context.Register;
using Itam.Context.Register.Import;
using Itam.Context.Register.Import.Columns;
using Itam.Context.Register.Import.Values;

namespace Itam.Context.Tests.Register.Import;

public sealed class ValuesReadBackAsPrintedTests
{
    private static readonly Gen<long> Longs = Gen.Choose(0, int.MaxValue)
        .SelectMany(high => Gen.Choose(0, int.MaxValue).Select(low => ((long)high << 31) | (uint)low));

    [Fact]
    public void Days() =>
        Prop.ForAll(
                Arb.From(Gen.Choose(new DateOnly(1901, 1, 1).DayNumber, DateOnly.MaxValue.DayNumber)),
                day => Dates.Date(Dates.Print(DateOnly.FromDayNumber(day)), null).Value == DateOnly.FromDayNumber(day)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Moments() =>
        Prop.ForAll(
                Arb.From(
                    Gen.Choose(0, int.MaxValue)
                        .SelectMany(s => Gen.Choose(0, 999).Select(ms => DateTimeOffset.FromUnixTimeMilliseconds((s * 1000L) + ms)))
                ),
                moment => Dates.Moment(Dates.Print(moment), null).Value == moment
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Sizes_to_the_byte() =>
        Prop.ForAll(Arb.From(Longs), bytes => Sizes.Parse(Sizes.Print(bytes)).Value == bytes).QuickCheckThrowOnFailure();

    [Fact]
    public void Amounts_of_money() =>
        Prop.ForAll(
                Arb.From(Longs.SelectMany(n => Gen.Choose(0, 6).Select(scale => new decimal((int)n, (int)(n >> 32), 0, false, (byte)scale)))),
                amount => Money.Parse(Money.Print(amount)).Value == new Money(amount, null)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Cells_through_the_formula_guard() =>
        Prop.ForAll<NonNull<string>>(cell => FormulaGuard.Remove(FormulaGuard.Protect(cell.Get)) == cell.Get).QuickCheckThrowOnFailure();

    [Fact]
    public void Words_of_every_vocabulary()
    {
        Enum.GetValues<LifecycleState>()
            .Where(v => v != LifecycleState.Unknown)
            .Should()
            .OnlyContain(v => Vocabulary.States.Find(Vocabulary.States.Print(v)) == v);
        Enum.GetValues<DeviceType>().Should().OnlyContain(v => Vocabulary.Types.Find(Vocabulary.Types.Print(v)) == v);
        Enum.GetValues<Platform>()
            .Where(v => v != Platform.Unknown)
            .Should()
            .OnlyContain(v => Vocabulary.Platforms.Find(Vocabulary.Platforms.Print(v)) == v);
        Enum.GetValues<Encryption>()
            .Where(v => v != Encryption.Unknown)
            .Should()
            .OnlyContain(v => Vocabulary.Encryptions.Find(Vocabulary.Encryptions.Print(v)) == v);
        Enum.GetValues<Compliance>()
            .Where(v => v != Compliance.NotEvaluated)
            .Should()
            .OnlyContain(v => Vocabulary.Compliances.Find(Vocabulary.Compliances.Print(v)) == v);
        Enum.GetValues<WarrantyKind>()
            .Where(v => v != WarrantyKind.Unknown)
            .Should()
            .OnlyContain(v => Vocabulary.WarrantyKinds.Find(Vocabulary.WarrantyKinds.Print(v)) == v);
    }

    [Theory]
    [InlineData("1,299.00 EUR", "1299.00", "EUR")]
    [InlineData("1.299,00 €", "1299.00", "EUR")]
    [InlineData("$1,299", "1299", "USD")]
    [InlineData("CHF 1'299.50", "1299.50", "CHF")]
    [InlineData("₹1,29,900.00", "129900.00", "INR")]
    [InlineData("1 299,00", "1299.00", null)]
    [InlineData("12,5", "12.5", null)]
    public void Money_as_people_write_it(string text, string amount, string? currency) =>
        Money.Parse(text).Value.Should().Be(new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency));

    [Theory]
    [InlineData("512 GB", 512_000_000_000)]
    [InlineData("6.1 GB", 6_100_000_000)]
    [InlineData("6,1 gb", 6_100_000_000)]
    [InlineData("1,024 GB", 1_024_000_000_000)]
    [InlineData("1 TiB", 1_099_511_627_776)]
    [InlineData("256", 256_000_000_000)]
    [InlineData("500107862016", 500_107_862_016)]
    public void Sizes_as_tools_write_them(string text, long bytes) => Sizes.Parse(text).Value.Should().Be(bytes);

    [Theory]
    [InlineData("31.12.2026")]
    [InlineData("2026/12/31")]
    [InlineData("20261231")]
    [InlineData("12/31/2026")]
    [InlineData("31/12/2026")]
    [InlineData("31 Dec 2026")]
    [InlineData("December 31, 2026")]
    [InlineData("31. Dezember 2026")]
    [InlineData("2026-12-31T23:59:59+01:00")]
    [InlineData("12/31/2026 11:59:59 PM")]
    public void Dates_as_people_write_them(string text) => Dates.Date(text, null).Value.Should().Be(new DateOnly(2026, 12, 31));

    [Theory]
    [InlineData("2026-11-19 07:30", "2026-11-19T07:30Z")]
    [InlineData("2026-11-19T07:30:15.5+02:00", "2026-11-19T05:30:15.5Z")]
    [InlineData("11/19/2026 12:05:00 AM", "2026-11-19T00:05Z")]
    [InlineData("19.11.2026 07:30 Uhr", "2026-11-19T07:30Z")]
    [InlineData("19.11.2026, 07:30:00", "2026-11-19T07:30Z")]
    public void Moments_as_tools_write_them(string text, string moment) =>
        Dates.Moment(text, null).Value.Should().Be(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0000-00-00")]
    [InlineData("1900-01-00")]
    public void A_placeholder_for_never_is_no_date_and_no_fault(string text) => Dates.Date(text, null).Should().Be(Cell<DateOnly>.Nothing);

    [Fact]
    public void No_two_columns_of_a_kind_claim_the_same_canonical_header() =>
        ColumnSet.Known.Should().OnlyContain(set => set.All.Select(c => c.Keys[0]).Distinct().Count() == set.All.Length);
}
