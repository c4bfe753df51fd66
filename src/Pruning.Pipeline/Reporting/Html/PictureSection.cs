using System.Collections.Immutable;
using System.Globalization;
using Pruning.Reporting.Details;

namespace Pruning.Reporting.Html;

/// <summary>What both networks find on a handful of pictures. A picture is embedded once, and shown twice.</summary>
internal static class PictureSection
{
    private const double LetterWidth = 6.4;
    private const double PlateHeight = 13;
    private const int LongestName = 24;

    // Of a side of the pair on the page, roughly: small pictures are drawn larger than they are, and their labels would
    // hide what they name.
    private const double ShownWidth = 480;

    public static Markup Write(RunReport report, RunDetails details)
    {
        if (details.Pictures.IsEmpty)
            return Markup.Empty;
        var classes = report.Model.Summary.Classes;
        return Markup.Of(
            $"""
            <section><h2>Detections</h2>
            <p>{details.Pictures.Length} images of <code>{report.Model.Accuracy.Split}</code>, spread evenly over it; boxes of at least 0.25 confidence.</p>
            {Markup.Join(details.Pictures.Select((picture, index) => Picture(picture, index, classes)))}</section>

            """
        );
    }

    private static Markup Picture(SamplePicture picture, int index, ImmutableArray<string> classes)
    {
        var id = $"picture-{index}";
        var embedded = Markup.Of(
            $"""<image id="{id}" width="{picture.Width}" height="{picture.Height}" href="data:image/jpeg;base64,{Convert.ToBase64String(picture.Jpeg)}"/>"""
        );
        var again = Markup.Of($"""<use href="#{id}"/>""");
        return Markup.Of(
            $"""
            <div class="pair"><h3>{picture.Name}</h3>
            {Side("dense", picture, embedded, picture.Baseline, classes)}
            {Side("pruned", picture, again, picture.Model, classes)}</div>

            """
        );
    }

    private static Markup Side(
        string which,
        SamplePicture picture,
        Markup image,
        ImmutableArray<SampleBox> boxes,
        ImmutableArray<string> classes
    ) =>
        Markup.Of(
            $"""
            <figure><figcaption>{which} <span class="note">{Words(
                boxes,
                classes
            )}</span></figcaption><svg class="picture" viewBox="0 0 {picture.Width} {picture.Height}" role="img" aria-label="{picture.Name}, {which}: {Words(
                boxes,
                classes
            )}">{image}{Markup.Join(boxes.Reverse().Select(box => Box(box, picture, classes)))}</svg></figure>
            """
        );

    private static string Words(ImmutableArray<SampleBox> boxes, ImmutableArray<string> classes) =>
        boxes.IsEmpty
            ? "nothing found"
            : string.Join(
                ", ",
                boxes
                    .GroupBy(box => box.Class)
                    .OrderByDescending(group => group.Count())
                    .ThenBy(group => group.Key)
                    .Take(8)
                    .Select(group => $"{group.Count()} × {Name(group.Key, classes)}")
            );

    private static Markup Box(SampleBox box, SamplePicture picture, ImmutableArray<string> classes)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"{Name(box.Class, classes)} {box.Confidence:0.00}");
        var unit = picture.Width / ShownWidth;
        var width = (label.Length * LetterWidth) + 4;
        var left = Math.Max(0, Math.Min(box.Left, picture.Width - (width * unit)));
        var top = box.Top >= PlateHeight * unit ? box.Top - (PlateHeight * unit) : box.Top;
        // Colours that differ, whatever the number of classes.
        var hue = box.Class * 137.5 % 360;
        return Markup.Of(
            $"""<g style="--hue:{hue:0}"><rect class="box" x="{box.Left:0.#}" y="{box.Top:0.#}" width="{box.Right - box.Left:0.#}" height="{box.Bottom - box.Top:0.#}"/><g transform="translate({left:0.#} {top:0.#}) scale({unit:0.###})"><rect class="plate" width="{width:0.#}" height="{PlateHeight}"/><text class="name" x="2" y="10">{label}</text></g></g>"""
        );
    }

    private static string Name(int index, ImmutableArray<string> classes)
    {
        var name = index < classes.Length ? classes[index] : index.ToString(CultureInfo.InvariantCulture);
        return name.Length <= LongestName ? name : name[..LongestName] + "…";
    }
}
