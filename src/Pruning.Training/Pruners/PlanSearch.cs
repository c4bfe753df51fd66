namespace Pruning.Pruners;

/// <summary>
/// Chooses how many atoms each group keeps: a global ranking removes the least important blocks until the targets are
/// met; then blocks that were not needed come back, and exchanges between groups land within the tolerance.
/// Deterministic: ties go to the lower index.
/// </summary>
/// <param name="levels">Each group's legal counts, largest first; one entry where it is fixed.</param>
internal sealed class PlanSearch(
    CostModel costs,
    PlanLimits limits,
    GroupRanking?[] rankings,
    int[][] levels,
    double costWeight
)
{
    /// <summary>The overshoot that counts as met exactly, as a share of the dense cost.</summary>
    public const double Tolerance = 0.01;

    private readonly int[] _level = new int[levels.Length];

    /// <returns>Atoms to keep in each group, or null where even the smallest legal counts miss a target.</returns>
    public int[]? Run()
    {
        if (!limits.AreMetBy(costs.Of(Smallest())))
            return null;
        while (!limits.AreMetBy(Cost()))
            _level[CheapestStep()]++;
        GiveBack();
        for (var round = 0; limits.Overshoot(Cost()) > Tolerance && round < levels.Length; round++)
        {
            if (!Exchange())
                break;
            GiveBack();
        }

        return Counts();
    }

    /// <summary>Every group at its lowest legal count.</summary>
    public int[] Smallest() => [.. levels.Select(counts => counts[^1])];

    private int CheapestStep()
    {
        var before = Cost();
        var (best, bestPrice) = (-1, double.PositiveInfinity);
        for (var group = 0; group < levels.Length; group++)
        {
            if (_level[group] + 1 >= levels[group].Length)
                continue;
            var price = PriceOf(group, before);
            if (price < bestPrice)
                (best, bestPrice) = (group, price);
        }

        // Some step always saves: the smallest counts meet the limits, these do not.
        return best;
    }

    // The mean score of the block that would go, so that blocks of different sizes rank as their channels do.
    private double PriceOf(int group, PlannedCost before)
    {
        var (from, to) = (levels[group][_level[group]], levels[group][_level[group] + 1]);
        var saving = limits.Saving(before, CostAt(group, _level[group] + 1)) / (from - to);
        if (saving <= 0)
            return double.MaxValue;
        return rankings[group]!.Loss(from, to) / (from - to) / Math.Pow(saving, costWeight);
    }

    // Blocks without which the targets still hold come back, the most important first.
    private void GiveBack()
    {
        while (true)
        {
            var (best, bestGain) = (-1, double.NegativeInfinity);
            for (var group = 0; group < levels.Length; group++)
            {
                if (_level[group] == 0 || !limits.AreMetBy(CostAt(group, _level[group] - 1)))
                    continue;
                var gain = LossAt(group, _level[group]) - LossAt(group, _level[group] - 1);
                if (gain > bestGain)
                    (best, bestGain) = (group, gain);
            }

            if (best < 0)
                return;
            _level[best]--;
        }
    }

    // Removes one block and brings back one or two others such that less is overshot; among those within the tolerance
    // the one that loses least importance, otherwise the one that comes nearest.
    private bool Exchange()
    {
        var start = limits.Overshoot(Cost());
        var best = new Move(start, double.PositiveInfinity, -1, -1, -1);
        for (var down = 0; down < levels.Length; down++)
        {
            if (!TryShift(down, +1))
                continue;
            for (var up = 0; up < levels.Length; up++)
            {
                if (up == down || !TryShift(up, -1))
                    continue;
                best = Better(best, down, up, -1);
                for (var also = up; also < levels.Length; also++)
                {
                    if (also == down || !TryShift(also, -1))
                        continue;
                    best = Better(best, down, up, also);
                    _level[also]++;
                }

                _level[up]++;
            }

            _level[down]--;
        }

        if (best.Down < 0)
            return false;
        _level[best.Down]++;
        _level[best.Up]--;
        if (best.Also >= 0)
            _level[best.Also]--;
        return true;
    }

    private Move Better(Move best, int down, int up, int also)
    {
        var cost = Cost();
        if (!limits.AreMetBy(cost))
            return best;
        var overshoot = limits.Overshoot(cost);
        var loss = Enumerable.Range(0, levels.Length).Sum(group => LossAt(group, _level[group]));
        var better =
            overshoot <= Tolerance && best.Overshoot <= Tolerance
                ? loss < best.Loss
                : overshoot < best.Overshoot - 1e-12;
        return better ? new Move(overshoot, loss, down, up, also) : best;
    }

    private bool TryShift(int group, int by)
    {
        var level = _level[group] + by;
        if (level < 0 || level >= levels[group].Length)
            return false;
        _level[group] = level;
        return true;
    }

    private double LossAt(int group, int level) => rankings[group]?.Loss(levels[group][0], levels[group][level]) ?? 0;

    private int[] Counts() => [.. _level.Select((level, group) => levels[group][level])];

    private PlannedCost Cost() => costs.Of(Counts());

    private PlannedCost CostAt(int group, int level)
    {
        var counts = Counts();
        counts[group] = levels[group][level];
        return costs.Of(counts);
    }

    private readonly record struct Move(double Overshoot, double Loss, int Down, int Up, int Also);
}
