using System.Collections.Immutable;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itam.Context.Lifecycle.Catalogue;

/// <summary>The catalogue file has problems; all of them are listed.</summary>
public sealed class CatalogueException(IReadOnlyList<CatalogueProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<CatalogueProblem> Problems { get; } = problems;
}

/// <param name="Where">The item, by id or by its position, and the field.</param>
public sealed record CatalogueProblem(string File, string Where, string Problem, string Example)
{
    public override string ToString() => $"{File}, {Where}: {Problem}. Example: {Example}";
}

/// <summary>Reads the catalogue file. Strict: a misspelt field is a problem, since its value would be silently ignored. See docs/equipment.md.</summary>
public static class CatalogueFile
{
    private const int LargestFile = 4 << 20;

    /// <exception cref="CatalogueException">The file is missing or wrong.</exception>
    public static EquipmentCatalogue Load(string path)
    {
        try
        {
            return new FileInfo(path).Length > LargestFile
                ? throw Broken(path, "is larger than 4 MiB", "a file with items and budgets only")
                : Parse(File.ReadAllText(path), path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Broken(path, $"cannot be read ({unreadable.Message})", "\"Equipment\": { \"Catalogue\": \"catalogue.json\" }");
        }
    }

    /// <param name="file">What problems call it.</param>
    /// <exception cref="CatalogueException">The text is wrong.</exception>
    public static EquipmentCatalogue Parse(string json, string file)
    {
        JToken root;
        try
        {
            root = Read(json);
        }
        catch (JsonException broken)
        {
            throw Broken(file, $"is not valid JSON ({broken.Message})", """{ "items": [] }""");
        }

        var problems = new List<CatalogueProblem>();
        if (root is not JObject content)
        {
            throw Broken(file, "is not an object", """{ "items": [] }""");
        }

        var fields = new CatalogueFields(content, file, "the file", problems);
        var items = fields.List("items", required: true).Select((token, i) => Item(token, i, file, problems)).OfType<CatalogueItem>().ToList();
        var budgets = fields.List("budgets").Select((token, i) => Budget(token, i, file, problems)).OfType<DepartmentBudget>().ToImmutableArray();
        fields.ReportUnread();
        foreach (var twice in items.GroupBy(i => i.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add(new CatalogueProblem(file, $"item '{twice.Key}'", $"stands there {twice.Count()} times", "an id of its own for each"));
        }

        foreach (var twice in budgets.GroupBy(b => (b.Department.ToUpperInvariant(), b.Year, b.Amount.Currency)).Where(g => g.Count() > 1))
        {
            problems.Add(new CatalogueProblem(file, $"budget of '{twice.First().Department}'", "stands there twice for one year", "one per year"));
        }

        return problems.Count > 0 ? throw new CatalogueException(problems) : new EquipmentCatalogue([.. items], budgets);
    }

    private static CatalogueItem? Item(JToken token, int position, string file, List<CatalogueProblem> problems)
    {
        if (token is not JObject content)
        {
            problems.Add(new CatalogueProblem(file, $"item {position + 1}", "is not an object", """{ "id": "laptop", … }"""));
            return null;
        }

        var before = problems.Count;
        var id = (content["id"] as JValue)?.Value as string;
        var fields = new CatalogueFields(content, file, id is null ? $"item {position + 1}" : $"item '{id}'", problems);
        var lead = fields.Object("leadDays");
        var defaults = new LeadDays();
        var item = new CatalogueItem
        {
            Id = fields.Id("id"),
            Name = fields.Text("name", required: true) ?? LocalText.Of("?"),
            Type = fields.Type("type"),
            Models = fields.Words("models", "\"ThinkPad T14 Gen 5\""),
            Departments = fields.Words("departments", "\"Sales\""),
            Roles = fields.Words("roles", "\"Engineer\""),
            Countries = fields.Countries("countries"),
            Price = fields.Price("price"),
            MaxHeld = fields.Whole("maxHeld", 1, 1, 100) ?? 1,
            RefreshMonths = fields.Whole("refreshMonths", null, 1, 240),
            AutoApproveUpTo = fields.Amount("autoApproveUpTo"),
            Policy = fields.Text("policy"),
            Lead = new LeadDays(
                lead.Whole("ownSite", defaults.OwnSite, 0, 365) ?? defaults.OwnSite,
                lead.Whole("otherSite", defaults.OtherSite, 0, 365) ?? defaults.OtherSite,
                lead.Whole("buy", defaults.Buy, 0, 365) ?? defaults.Buy
            ),
            LoanMaxDays = fields.Whole("loanMaxDays", null, 1, 730),
        };
        lead.ReportUnread();
        fields.ReportUnread();
        if (item is { IsLoan: true, IsTracked: false } && problems.Count == before)
        {
            fields.Report("models", "is missing: a loaner must be a device of the register, or it cannot be waited for", "[\"Latitude 7490\"]");
        }

        return problems.Count == before ? item : null;
    }

    private static DepartmentBudget? Budget(JToken token, int position, string file, List<CatalogueProblem> problems)
    {
        if (token is not JObject content)
        {
            problems.Add(new CatalogueProblem(file, $"budget {position + 1}", "is not an object", """{ "department": "Sales", … }"""));
            return null;
        }

        var before = problems.Count;
        var fields = new CatalogueFields(content, file, $"budget {position + 1}", problems);
        var budget = new DepartmentBudget(
            fields.Word("department", "Sales"),
            fields.Whole("year", null, 2000, 2100, required: true) ?? 0,
            fields.Price("amount")
        );
        fields.ReportUnread();
        return problems.Count == before ? budget : null;
    }

    private static JToken Read(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = 16,
        };
        var root = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
            {
                throw new JsonReaderException("there is more after the end");
            }
        }

        return root;
    }

    private static CatalogueException Broken(string file, string problem, string example) =>
        new([new CatalogueProblem(file, "the file", problem, example)]);
}
