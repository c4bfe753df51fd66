// Some tests measure time: none runs beside another, and build/test.sh runs no other project beside this one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
