// Most of these tests wait for a clock, not for a core.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
