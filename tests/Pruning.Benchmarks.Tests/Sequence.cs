// Some tests measure time: none runs beside another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
