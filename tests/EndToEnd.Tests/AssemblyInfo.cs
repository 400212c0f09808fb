// Two cores: deployments that run beside each other would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
