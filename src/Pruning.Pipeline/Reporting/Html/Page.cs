namespace Pruning.Reporting.Html;

/// <summary>A page that needs no network and no script.</summary>
internal static class Page
{
    private const string Pictures = "; img-src data:";

    /// <param name="title">Of the window.</param>
    /// <param name="main">What the page says.</param>
    /// <param name="showsPictures">Whether there are pictures in it, which lie within the page.</param>
    public static string Write(string title, Markup main, bool showsPictures = false) =>
        Markup
            .Of(
                $"""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{(
                    showsPictures ? Pictures : ""
                )}">
                <title>{title}</title>
                <style>
                {new Markup(PageStyle.Css)}
                </style>
                </head>
                <body>
                <main>
                {main}</main>
                </body>
                </html>

                """
            )
            .Text;
}
