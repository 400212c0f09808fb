using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Measurement;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class PlatformMetricsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 30, TimeSpan.Zero);

    private static readonly AnalysisTarget Target = new()
    {
        Service = "api", App = "api", StableRevision = "api--1", CandidateRevision = "api--2", CandidateHost = new("http://api/"), Paths = [],
    };

    [Fact]
    public void Count_TakesTheStablesLastTenMinutesAndTheCandidatesWholeMinutesOfTheStep()
    {
        var counts = Count("""
            [{"metadatavalues":[{"name":{"value":"revisionname"},"value":"api--1"},{"name":{"value":"statuscodecategory"},"value":"2xx"}],
              "data":[{"timeStamp":"2026-01-31T11:45:00Z","total":9},{"timeStamp":"2026-01-31T11:55:00Z","total":600},{"timeStamp":"2026-01-31T12:01:00Z","total":500}]},
             {"metadatavalues":[{"name":{"value":"revisionName"},"value":"api--1"},{"name":{"value":"statusCodeCategory"},"value":"5xx"}],
              "data":[{"timeStamp":"2026-01-31T11:55:00Z","total":3},{"timeStamp":"2026-01-31T12:01:00Z"}]},
             {"metadatavalues":[{"name":{"value":"revisionname"},"value":"api--2"},{"name":{"value":"statuscodecategory"},"value":"2xx"}],
              "data":[{"timeStamp":"2026-01-31T12:00:00Z","total":77},{"timeStamp":"2026-01-31T12:01:00Z","total":400}]},
             {"metadatavalues":[{"name":{"value":"revisionname"},"value":"api--2"},{"name":{"value":"statuscodecategory"},"value":"5xx"}],
              "data":[{"timeStamp":"2026-01-31T12:00:00Z","total":77},{"timeStamp":"2026-01-31T12:01:00Z","total":2}]}]
            """);

        counts.ShouldBe(new RequestCounts(new Proportion(3, 1103), new Proportion(2, 402), null));
    }

    [Fact]
    public void Count_OfMinutesThatAreNotThereYet_IsMissingAndNotZero() => Count("""
        [{"metadatavalues":[{"name":{"value":"revisionname"},"value":"api--1"}],"data":[{"timeStamp":"2026-01-31T12:01:00Z","total":500}]},
         {"metadatavalues":[{"name":{"value":"revisionname"},"value":"api--2"}],"data":[{"timeStamp":"2026-01-31T12:01:00Z"}]}]
        """).Problem.ShouldBe("the platform's metrics do not tell of 'api--2' yet");

    [Fact]
    public void Count_OfALongStep_KnowsItsLastFiveMinutes()
    {
        var minutes = string.Join(',', Enumerable.Range(1, 20).Select(minute => $$"""{"timeStamp":"2026-01-31T12:{{minute:00}}:00Z","total":10}"""));
        var counts = Count($$"""[{"metadatavalues":[{"name":{"value":"revisionname"},"value":"api--2"}],"data":[{{minutes}}]}]""");

        (counts.Candidate.Total, counts.Recent!.Value.Total).ShouldBe((200, 60));
    }

    [Fact]
    public void Query_AsksAsTheOfficialApiWantsIt() =>
        new MetricsQuery("Requests", Start, Start.AddMinutes(5), "revisionName eq '*'").Text(TimeSpan.FromMinutes(1)).ShouldBe(
            "metricnames=Requests&timespan=2026-01-31T12%3A00%3A30Z%2F2026-01-31T12%3A05%3A30Z&interval=PT1M&aggregation=Total&$filter=revisionName%20eq%20%27%2A%27&top=100");

    private static RequestCounts Count(string series) =>
        PlatformMetrics.Count(MetricSeries.ParseAll(JsonNode.Parse($$"""{"value":[{"timeseries":{{series}}}]}""") as JsonObject), Target, Start);
}
