using Pruning.Evaluation;
using Xunit;

namespace Pruning.Tests.Evaluation;

public class OrderedTallyTests
{
    [Fact]
    public void Pictures_are_tallied_in_their_order_whatever_order_they_come_in()
    {
        var tally = new DetectionTally(1);
        var ordered = new OrderedTally(tally);
        int[] order = [3, 0, 2, 1, 4];
        int[] expected = [0, 1, 1, 4, 5];
        for (var i = 0; i < order.Length; i++)
        {
            ordered.Add(order[i], new JudgedPicture([new Detection(0, 0, 1, 1, order[i], 0)], []));
            Assert.Equal(expected[i], ordered.Count);
        }

        Assert.Equal([0f, 1, 2, 3, 4], tally.Detections.Select(one => one.Confidence));
    }
}
