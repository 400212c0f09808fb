using LocalAzure.Metrics;
using LocalAzure.Resources;
using Microsoft.AspNetCore.Http;

namespace LocalAzure.Tests.Metrics;

public sealed class MetricSeriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly MetricDefinition Requests = MetricDefinition.All[0];

    [Fact]
    public void Minutes_SumUpTheirSeconds_ZeroWhereWatched_AbsentWhereNobodyLooked()
    {
        var watched = Enumerable.Range(0, 120).Select(second => ("a", Noon.AddSeconds(second))).ToHashSet();

        var series = MetricSeries.Build(Query("revisionName eq '*'"), Requests, [Sample(3, "a", "2xx", 2), Sample(59, "a", "5xx", 1)], watched);

        series.Single().Dimensions.ShouldBe([("revisionName", "a")]);
        series.Single().Points.Select(point => (point.At, point.Value?.Total)).ShouldBe([(Noon, 3), (Noon.AddMinutes(1), 0), (Noon.AddMinutes(2), null)]);
    }

    [Fact]
    public void Filter_SplitsByWhatItNames_AndNarrowsToValues()
    {
        MetricSample[] samples = [Sample(0, "a", "2xx", 5), Sample(0, "a", "5xx", 1), Sample(0, "b", "2xx", 7), Sample(0, "c", "2xx", 9)];

        var series = MetricSeries.Build(Query("(revisionName eq 'a' or REVISIONNAME eq 'b') and statusCodeCategory eq '*'"), Requests, samples, new HashSet<(string, DateTimeOffset)>());

        series.Select(line => (string.Join(' ', line.Dimensions.Select(pair => pair.Value)), line.Points[0].Value!.Value.Total))
            .ShouldBe([("a 2xx", 5), ("a 5xx", 1), ("b 2xx", 7)]);
    }

    [Fact]
    public void NoFilter_IsOneSeriesOfAll() =>
        MetricSeries.Build(Query(""), Requests, [Sample(0, "a", "2xx", 5), Sample(1, "b", "5xx", 1)], new HashSet<(string, DateTimeOffset)>())
            .Single().Points[0].Value!.Value.Total.ShouldBe(6);

    [Theory]
    [InlineData("podName eq '*'", "Metric: Requests does not support requested dimension combination: podName, supported ones are: revisionName, statusCodeCategory")]
    [InlineData("revisionName ne 'a'", "$filter: 'revisionName ne 'a'' is not understood. LocalAzure knows: revisionName eq '*' and statusCodeCategory eq '2xx'.")]
    public void Filter_ThatIsNotKnown_IsRefused(string filter, string message) =>
        Should.Throw<ArmException>(() => MetricFilter.Parse(filter, Requests)).Message.ShouldBe(message);

    [Theory]
    [InlineData("?timespan=yesterday", "timespan: 'yesterday' is not understood. Give <from>/<to>, both as 2026-01-31T12:00:00Z, the earlier one first.")]
    [InlineData("?interval=soon", "interval: 'soon' is not understood. Give whole seconds or more, such as PT1S or PT1M.")]
    [InlineData("?timespan=2026-01-31T00:00:00Z/2026-01-31T02:00:00Z&interval=PT1S", "interval: PT1S divides the timespan into more than 3600 points. Ask for a shorter timespan or a longer interval.")]
    [InlineData("?aggregation=Median", "aggregation: 'Median' is not one of Average, Count, Maximum, Minimum, Total.")]
    public void Query_ThatCannotBeServed_IsRefused(string query, string message) =>
        Should.Throw<ArmException>(() => Read(query)).Message.ShouldBe(message);

    private static MetricSample Sample(int second, string revision, string status, int requests) =>
        new(Noon.AddSeconds(second), revision, status, new MetricValue(requests, requests, 1, 1));

    private static MetricQuery Query(string filter) =>
        Read("?timespan=2026-01-31T12:00:00Z/2026-01-31T12:03:00Z") with { Filter = filter };

    private static MetricQuery Read(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return MetricQuery.Read(context.Request.Query, Noon);
    }
}
