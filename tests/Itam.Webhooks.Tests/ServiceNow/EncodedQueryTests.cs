using Itam.Context.Sources.ServiceNow;
using Newtonsoft.Json.Linq;

namespace Itam.Webhooks.Tests.ServiceNow;

public sealed class EncodedQueryTests
{
    [Theory]
    [InlineData("x^ORactive=true")]
    [InlineData("x^NQactive=true")]
    [InlineData("^")]
    [InlineData("a\nb")]
    [InlineData("a\r\n^b")]
    [InlineData("a\u2028b")]
    [InlineData("a\0b")]
    [InlineData("javascript:gs.getUserID()")]
    [InlineData("  JavaScript:gs.getUserID()")]
    [InlineData("xjavascript:1")]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public void A_value_that_could_change_the_query_is_refused(string? value) => QueryValue.Of(value).Should().BeNull();

    [Theory]
    [InlineData("PF3ABCDE")]
    [InlineData("dana+test@example.com")]
    [InlineData("O'Brien \"Bob\" \\ 50%")]
    [InlineData("ORDERBYnumber")]
    [InlineData("ä·漢")]
    public void An_ordinary_value_stays_as_it_is(string value) => QueryValue.Of(value)!.Text.Should().Be(value);

    [Fact]
    public void An_overlong_value_is_refused() => QueryValue.Of(new string('x', 201)).Should().BeNull();

    [Fact]
    public void A_query_is_groups_of_alternatives_and_an_order()
    {
        var query = EncodedQuery
            .Where(QueryTerm.Is("serial_number", QueryValue.Constant("A1")), QueryTerm.Is("asset_tag", QueryValue.Constant("T1")))
            .And(QueryTerm.AtLeast("sys_updated_on", QueryValue.Of(Instance.Start)))
            .OrderBy("sys_updated_on")
            .NewestFirst("sys_id");

        query.ToString().Should().Be("serial_number=A1^ORasset_tag=T1^sys_updated_on>=2026-11-21 09:00:00^ORDERBYsys_updated_on^ORDERBYDESCsys_id");
    }

    [Fact]
    public void A_comma_cannot_smuggle_a_second_value_into_a_list() =>
        QueryTerm.OneOf("element", [QueryValue.Constant("a,b"), QueryValue.Constant("c")]).ToString().Should().Be("elementINc");

    [Theory]
    [InlineData("""{"number":{"value":"INC1","display_value":"INC1"}}""", true)]
    [InlineData("""{"number":"inc1"}""", true)]
    [InlineData("""{"number":"INC11"}""", false)]
    [InlineData("""{"number":""}""", false)]
    [InlineData("""{"other":"INC1"}""", false)]
    public void A_returned_record_is_checked_again(string record, bool matches) =>
        EncodedQuery
            .Where(QueryTerm.Is("number", QueryValue.Constant("INC1")))
            .Matches(new ServiceNowRecord(JObject.Parse(record)))
            .Should()
            .Be(matches);

    [Theory]
    [InlineData("6816f79cc0a8016401c5a33be04be441", true)]
    [InlineData("6816F79CC0A8016401C5A33BE04BE441", true)]
    [InlineData("6816f79cc0a8016401c5a33be04be44", false)]
    [InlineData("6816f79cc0a8016401c5a33be04be44g", false)]
    [InlineData("6816f79cc0a8016401c5a33be04be44\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_sys_id_is_32_hexadecimal_characters(string? text, bool valid) => (SysId.Of(text) is not null).Should().Be(valid);
}
