using System.Globalization;
using Itam.Context.Enrichment;
using Newtonsoft.Json.Linq;

namespace Itam.Server.Evaluation;

/// <summary>The scores as a table for people and as JSON for scripts.</summary>
internal static class EvaluationReport
{
    public static IEnumerable<string> Table(string set, IReadOnlyList<Answer> answers)
    {
        yield return $"{set}: {answers.Count} tickets; a device counts as given from a confidence of {Text(Answer.GivenFrom)} on";
        yield return "";
        yield return Row("case", "tickets", "precision", "recall", "false device", "held back");
        foreach (var score in ByCase(answers))
        {
            yield return Row(score);
        }

        yield return new string('─', 86);
        var overall = Score.Of("overall", answers);
        yield return Row(overall);
        yield return Row("  95 % interval", "", Range(overall.Precision), Range(overall.Recall), Range(overall.FalseDevice), Range(overall.HeldBack));
    }

    public static IEnumerable<string> Misses(IReadOnlyList<Answer> answers)
    {
        foreach (var miss in answers.Where(a => a.Outcome is not (Outcome.Right or Outcome.RightlyNone or Outcome.HeldBack)))
        {
            var first = miss.First is { } found
                ? $"{miss.FirstId} {Text(found.Confidence)} ({string.Join(", ", found.Reasons.Select(r => r.Words))})"
                : "nothing";
            var meant = miss.Ticket.AnyOf is { } any ? $"any of {string.Join(" ", any)}" : miss.Ticket.Expected ?? "no device";
            yield return $"✕ {miss.Outcome, -11} {miss.Ticket.Id, -12} {miss.Ticket.Case}: {ReportText.Clean(miss.Ticket.Summary)} ▸ {ReportText.Clean(miss.Ticket.Description)}";
            yield return $"              meant {meant}; first is {first}";
        }
    }

    public static JObject Json(IReadOnlyList<Answer> answers)
    {
        var json = Json(Score.Of("overall", answers));
        json["givenFrom"] = Answer.GivenFrom;
        json["sets"] = new JObject(answers.GroupBy(a => a.Ticket.Set).Select(g => new JProperty(g.Key, Json(Score.Of(g.Key, [.. g])))));
        json["cases"] = new JObject(ByCase(answers).Select(s => new JProperty(s.Name, Json(s))));
        return json;
    }

    private static JObject Json(Score score) =>
        new()
        {
            ["tickets"] = score.Tickets,
            ["precision"] = score.Precision.Value,
            ["precisionInterval"] = Interval(score.Precision),
            ["recall"] = score.Recall.Value,
            ["recallInterval"] = Interval(score.Recall),
            ["falseDeviceRate"] = score.FalseDevice.Value,
            ["falseDeviceInterval"] = Interval(score.FalseDevice),
            ["heldBack"] = score.HeldBack.Value,
        };

    private static JToken Interval(Share share) => share.Interval is var (low, high) ? new JArray(low, high) : JValue.CreateNull();

    private static IEnumerable<Score> ByCase(IReadOnlyList<Answer> answers) =>
        answers.GroupBy(a => a.Ticket.Case).Select(g => Score.Of(g.Key, [.. g]));

    private static string Row(Score score) =>
        Row(
            score.Name,
            score.Tickets.ToString(CultureInfo.InvariantCulture),
            Text(score.Precision),
            Text(score.Recall),
            Text(score.FalseDevice),
            Text(score.HeldBack)
        );

    private static string Row(string name, string tickets, string precision, string recall, string falseDevice, string heldBack) =>
        $"{name, -20} {tickets, 7} {precision, 13} {recall, 13} {falseDevice, 13} {heldBack, 13}".TrimEnd();

    private static string Text(Share share) => share.Value is { } value ? Text(value) : "";

    private static string Range(Share share) => share.Interval is var (low, high) ? $"{Text(low)}–{Text(high)}" : "";

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
