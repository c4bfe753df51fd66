namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A measured value is outside its gate's bounds.</summary>
    public static readonly DiagnosticCode GateFailed = new("PRUNE8001", "A gate failed");

    /// <summary>The same for a gate that only warns.</summary>
    public static readonly DiagnosticCode GateWarning = new(
        "PRUNE8002",
        "A gate that only warns failed",
        DiagnosticSeverity.Warning
    );

    /// <summary>A gate's metric was not measured or is not a number.</summary>
    public static readonly DiagnosticCode GateUnmeasured = new("PRUNE8003", "A gate's metric has no value");

    /// <summary>A gate names a class that the dataset does not have.</summary>
    public static readonly DiagnosticCode GateUnknownClass = new(
        "PRUNE8004",
        "A gate names a class that the dataset lacks"
    );

    /// <summary>A metric is further below the locked baseline than allowed.</summary>
    public static readonly DiagnosticCode BaselineWorse = new(
        "PRUNE8005",
        "The model is worse than the locked baseline"
    );

    /// <summary>What is an error in PRUNE8005 and PRUNE8008, where gates only warn.</summary>
    public static readonly DiagnosticCode BaselineWarning = new(
        "PRUNE8006",
        "The locked baseline is not kept, and gates only warn",
        DiagnosticSeverity.Warning
    );

    /// <summary>The locked baseline's file is damaged.</summary>
    public static readonly DiagnosticCode BaselineUnreadable = new("PRUNE8007", "The locked baseline cannot be read");

    /// <summary>The locked baseline was measured on other images.</summary>
    public static readonly DiagnosticCode BaselineNotComparable = new(
        "PRUNE8008",
        "The locked baseline was measured on other images"
    );

    /// <summary>The locked baseline's file cannot be written.</summary>
    public static readonly DiagnosticCode BaselineNotWritten = new(
        "PRUNE8009",
        "The locked baseline cannot be written"
    );

    /// <summary>There is no finished build whose metrics could be accepted.</summary>
    public static readonly DiagnosticCode NothingToAccept = new("PRUNE8010", "There is no current build to accept");

    /// <summary>The pictures beside the locked baseline are missing, damaged, or another one's.</summary>
    public static readonly DiagnosticCode BaselinePicturesUnreadable = new(
        "PRUNE8011",
        "The locked baseline's pictures cannot be read"
    );

    /// <summary>What was accepted moves so much by chance that it holds nothing.</summary>
    public static readonly DiagnosticCode BaselineNoisy = new(
        "PRUNE8012",
        "A locked metric is too noisy to hold anything",
        DiagnosticSeverity.Warning
    );

    /// <summary>A gate allows a drop as large as all that the baseline has.</summary>
    public static readonly DiagnosticCode GateCannotFail = new(
        "PRUNE8013",
        "A gate cannot fail",
        DiagnosticSeverity.Warning
    );

    /// <summary>A file that is to be compared is no report of a build.</summary>
    public static readonly DiagnosticCode ReportUnreadable = new("PRUNE8014", "A report cannot be read");
}
