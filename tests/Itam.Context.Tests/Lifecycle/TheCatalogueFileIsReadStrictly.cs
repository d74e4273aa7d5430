using FsCheck;
using Itam.Context.Lifecycle.Catalogue;
using Itam.Context.Register;

namespace Itam.Context.Tests.Lifecycle;

public class TheCatalogueFileIsReadStrictly
{
    private const string Laptop = """{ "id": "laptop", "name": "Laptop", "type": "laptop", "price": "1490 EUR" }""";

    [Fact]
    public void An_item_says_all_there_is_to_say()
    {
        var item = CatalogueFile
            .Parse(
                """
                {
                  "items": [{
                    "id": "loaner", "name": { "default": "Loaner", "de": "Leihgerät" }, "type": "LAPTOP", "models": ["Latitude 5420"],
                    "departments": ["Sales"], "roles": ["Consultant"], "countries": ["DE"], "price": "0 EUR", "maxHeld": 2, "refreshMonths": 36,
                    "autoApproveUpTo": 12.5, "policy": "Only for trips", "leadDays": { "ownSite": 0, "buy": 20 }, "loanMaxDays": 14
                  }],
                  "budgets": [{ "department": "Sales", "year": 2026, "amount": "100.50 EUR" }]
                }
                """,
                "catalogue.json"
            )
            .Items.Single();

        item.Name.In("de-AT").Should().Be("Leihgerät");
        item.Name.In("fr").Should().Be("Loaner");
        item.Type.Should().Be(DeviceType.Laptop);
        item.Price.Should().Be(new Money(0, "EUR"));
        item.Lead.Should().Be(new LeadDays(0, 4, 20));
        (item.MaxHeld, item.RefreshMonths, item.AutoApproveUpTo, item.LoanMaxDays).Should().Be((2, 36, 12.5m, 14));
    }

    [Theory]
    [InlineData("", "the file: is not valid JSON")]
    [InlineData("[]", "the file: is not an object")]
    [InlineData("{}", "the file, items: is missing")]
    [InlineData("""{ "items": [ 7 ] }""", "item 1: is not an object")]
    [InlineData("""{ "items": [{ "id": "Laptop!", "name": "x", "type": "laptop", "price": "1 EUR" }] }""", "item 'Laptop!', id: is 'Laptop!'")]
    [InlineData("""{ "items": [{ "id": "a", "name": "x", "type": "toaster", "price": "1 EUR" }] }""", "item 'a', type: is 'toaster'")]
    [InlineData("""{ "items": [{ "id": "a", "name": "x", "type": "1", "price": "1 EUR" }] }""", "item 'a', type: is '1'")]
    [InlineData("""{ "items": [{ "id": "a", "name": "x", "type": "laptop", "price": 1490 }] }""", "item 'a', price: is missing, or not an amount")]
    [InlineData("""{ "items": [{ "id": "a", "name": "x", "type": "laptop", "price": "-1 EUR" }] }""", "item 'a', price")]
    [InlineData("""{ "items": [{ "id": "a", "name": { "de": "x" }, "type": "laptop", "price": "1 EUR" }] }""", "item 'a', name: is neither a text")]
    [InlineData(
        """{ "items": [{ "id": "a", "name": "x", "type": "laptop", "price": "1 EUR", "maxheld": 2 }] }""",
        "has a field 'maxheld' that means nothing here"
    )]
    [InlineData("""{ "items": [{ "id": "a", "name": "x", "type": "laptop", "price": "1 EUR", "countries": ["Germany"] }] }""", "names 'Germany'")]
    [InlineData(
        """{ "items": [{ "id": "a", "name": "x", "type": "laptop", "price": "1 EUR", "loanMaxDays": 5 }] }""",
        "a loaner must be a device of the register"
    )]
    [InlineData("""{ "items": [], "budgets": [{ "department": "Sales", "year": "now", "amount": "1 EUR" }] }""", "budget 1, year")]
    [InlineData("""{ "items": [] } { }""", "not valid JSON")]
    [InlineData("""{ "items": [], "items": [] }""", "not valid JSON")]
    public void What_is_wrong_is_named_with_file_item_problem_and_example(string json, string problem)
    {
        var read = () => CatalogueFile.Parse(json, "catalogue.json");

        read.Should()
            .Throw<CatalogueException>()
            .Which.Problems.Should()
            .Contain(p => p.ToString().Contains(problem))
            .And.OnlyContain(p => p.Example.Length > 0);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_and_twins_are_refused()
    {
        var read = () => CatalogueFile.Parse($$"""{ "items": [{{Laptop}}, {{Laptop}}, { "id": "b" }] }""", "catalogue.json");

        read.Should().Throw<CatalogueException>().Which.Problems.Should().HaveCountGreaterThan(3);
    }

    [Fact]
    public void A_missing_file_is_told_by_name()
    {
        var read = () => CatalogueFile.Load("/nowhere/catalogue.json");

        read.Should().Throw<CatalogueException>().WithMessage("/nowhere/catalogue.json, the file: cannot be read*");
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_nothing_else()
    {
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = 500;

        Prop.ForAll<NonNull<string>, PositiveInt>((text, place) => IsReadOrRefused(text.Get, place.Get)).Check(configuration);
    }

    private static bool IsReadOrRefused(string text, int place)
    {
        var json = $$"""{ "items": [{{Laptop}}] }""";
        json = json.Insert(place % json.Length, text);
        try
        {
            return CatalogueFile.Parse(json, "f").Items.Length <= 1;
        }
        catch (CatalogueException told)
        {
            return told.Problems.Count > 0;
        }
    }
}
