using Pruning.Testing;

namespace Pruning.Training;

public class TargetAssignmentTests
{
    [RealDataTheory]
    [InlineData(0, 40, 210)]
    [InlineData(1, 20, 327)]
    [InlineData(2, 10, 161)]
    public void Agrees_with_the_original_match_by_match(int level, int size, int count)
    {
        var reference = new ReferenceLoss();
        var head = reference.Network.Graph.Detect!;
        var matches = new TargetAssignment(head, ratio: 4).Assign(level, reference.Targets, size, size);
        var expected = ReferenceLoss.Matches(level);
        Assert.Equal(count, matches.Count);
        var (images, anchors, rows, columns) = (
            expected["b"].Integers,
            expected["a"].Integers,
            expected["gj"].Integers,
            expected["gi"].Integers
        );
        var cells = images.Select((image, n) => (((image * 3) + anchors[n]) * size + rows[n]) * size + columns[n]);
        Assert.Equal(cells, matches.Cells);
        Assert.Equal(expected["tcls"].Integers, matches.Classes.Select(index => (long)index));
        Assert.Equal(expected["tbox"].Floats, matches.Boxes);
        Assert.Equal(expected["anch"].Floats, matches.Anchors);
    }

    [RealDataFact]
    public void A_shared_cell_belongs_to_the_last_of_its_boxes()
    {
        var reference = new ReferenceLoss();
        var duplicates = reference.Figures.GetProperty("duplicate_cells_per_layer");
        var assignment = new TargetAssignment(reference.Network.Graph.Detect!, ratio: 4);
        for (var level = 0; level < 3; level++)
        {
            var matches = assignment.Assign(level, reference.Targets, 40 >> level, 40 >> level);
            Assert.Equal(duplicates[level].GetInt32(), matches.Count - matches.OwnedCells.Length);
            for (var index = 0; index < matches.OwnedCells.Length; index++)
                Assert.Equal(Array.LastIndexOf(matches.Cells, matches.OwnedCells[index]), matches.Owners[index]);
        }
    }

    [Fact]
    public void A_box_is_given_to_its_cell_and_the_two_nearest_neighbours()
    {
        // Centre at (2.3, 1.6) cells of an 4x4 map, the size of the first anchor.
        var head = TinyDetector.Create().Graph.Detect!;
        float[] target = [0, 1, 2.3f / 4, 1.6f / 4, 10f / 32, 12f / 32];
        var matches = new TargetAssignment(head, ratio: 2).Assign(0, target, 4, 4);
        long[] cells = [(1 * 4) + 2, (1 * 4) + 1, (2 * 4) + 2];
        Assert.Equal(cells, matches.Cells);
        Assert.Equal([1, 1, 1], matches.Classes);
    }

    [Fact]
    public void Neighbours_outside_the_map_get_nothing()
    {
        var head = TinyDetector.Create().Graph.Detect!;
        float[] target = [0, 0, 0.1f / 4, 3.9f / 4, 10f / 32, 12f / 32];
        var matches = new TargetAssignment(head, ratio: 2).Assign(0, target, 4, 4);
        Assert.Equal([3 * 4], matches.Cells);
    }
}
