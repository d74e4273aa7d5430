using Itam.Context.Sources.Jira;

namespace Itam.Webhooks.Tests.Jira;

public sealed class QueriesFromText
{
    [Theory]
    [InlineData("PF3ABCDE", "\"PF3ABCDE\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\", "\"a\\\\\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    [InlineData("a\nb\0c", "\"a b c\"")]
    [InlineData("x^OR^y", "\"x^OR^y\"")]
    [InlineData("", "\"\"")]
    public void A_text_becomes_one_literal(string text, string literal) => JiraQuery.Quote(text).Should().Be(literal);

    [Theory]
    [InlineData("PF3ABCDE", "\"\\\"PF3ABCDE\\\"\"")]
    [InlineData("LT-0042", "\"\\\"LT-0042\\\"\"")]
    [InlineData("a\" OR b* (c) ~d [e]", "\"\\\"a OR b c d e\\\"\"")]
    [InlineData("abc", null)]
    [InlineData("\"*?~^\\", null)]
    public void A_text_to_search_for_becomes_one_phrase(string text, string? literal) => JiraQuery.Phrase(text).Should().Be(literal);
}
