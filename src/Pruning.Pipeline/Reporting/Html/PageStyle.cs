namespace Pruning.Reporting.Html;

/// <summary>The page's style sheet: for light and dark screens, narrow ones, and paper.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--panel:#f6f8fa;--rule:#d0d7de;--grid:#e3e7eb;--dense:#6f7b8a;--pruned:#0a69c7;--first:#0a69c7;--second:#b35900;--good:#116329;--goodback:#dafbe1;--bad:#a40e26;--badback:#ffebe9;--warn:#7d4e00;--warnback:#fff3c4}
        @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#0d1117;--panel:#161b22;--rule:#30363d;--grid:#262c34;--dense:#8b97a5;--pruned:#58a6ff;--first:#58a6ff;--second:#f0a04b;--good:#7ee2a0;--goodback:#12361f;--bad:#ff9b93;--badback:#4a1518;--warn:#f2cc60;--warnback:#3d2e05}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:24px 20px 48px}
        h1{font-size:26px;margin:0 0 4px;display:flex;gap:12px;align-items:center;flex-wrap:wrap;overflow-wrap:anywhere}
        h2{font-size:19px;margin:36px 0 8px;padding-top:12px;border-top:1px solid var(--rule)}
        h3{font-size:15px;margin:18px 0 4px;overflow-wrap:anywhere}
        p{margin:6px 0;max-width:80ch}
        code{font:0.92em ui-monospace,"Cascadia Mono",Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;margin:8px 0;min-width:50%}
        caption{caption-side:bottom;text-align:left;color:var(--soft);font-size:13px;padding-top:6px;max-width:90ch}
        th,td{padding:5px 14px 5px 0;text-align:left;border-bottom:1px solid var(--rule);vertical-align:top}
        thead th{color:var(--soft);font-weight:600;font-size:13px}
        tbody th{font-weight:500;min-width:8em;overflow-wrap:break-word;word-break:break-word}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .badge{display:inline-block;padding:0 8px;border-radius:10px;font-size:13px;font-weight:600;white-space:nowrap}
        .good{color:var(--good);background:var(--goodback)}.bad{color:var(--bad);background:var(--badback)}.warn{color:var(--warn);background:var(--warnback)}
        .bound,.note,.place{color:var(--soft);font-size:13px;font-weight:400}
        .messages{padding-left:0;list-style:none}.messages li{margin:8px 0;overflow-wrap:anywhere}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:16px}
        figure{margin:0;background:var(--panel);border:1px solid var(--rule);border-radius:8px;padding:10px 12px;min-width:0}
        figcaption{font-weight:600;overflow-wrap:anywhere}
        .chart{width:100%;height:auto;display:block;margin-top:6px}
        .channels{width:100%;max-width:860px;min-width:560px;height:auto;display:block}
        .grid{stroke:var(--grid);stroke-width:1}
        .tick{fill:var(--soft);font-size:10.5px;font-variant-numeric:tabular-nums}
        .axis{fill:var(--ink);font-size:11.5px}
        .line{fill:none;stroke-width:2;stroke-linejoin:round}
        .line.dense{stroke:var(--dense);stroke-dasharray:5 3}.line.pruned{stroke:var(--pruned)}.line.first{stroke:var(--first)}.line.second{stroke:var(--second);stroke-dasharray:6 3}
        .dot.first{fill:var(--first)}.dot.second{fill:var(--second)}.dot.dense{fill:var(--dense)}.dot.pruned{fill:var(--pruned)}
        .bar.dense{fill:var(--dense);opacity:.55}.bar.pruned{fill:var(--pruned)}
        .legend{display:flex;gap:20px;flex-wrap:wrap;font-size:13px;color:var(--soft)}.legend svg{width:26px;height:10px;margin-right:6px;vertical-align:middle}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}.pair h3{grid-column:1/-1}
        .picture{width:100%;height:auto;max-height:440px;display:block;margin-top:6px;border-radius:4px}
        .box{fill:none;stroke:hsl(var(--hue) 90% 50%);stroke-width:2}.plate{fill:hsl(var(--hue) 80% 27%)}.name{fill:#fff;font-size:10.5px}
        details{margin:10px 0}summary{cursor:pointer;color:var(--soft)}
        @media (max-width:640px){.pair{grid-template-columns:1fr}}
        @media print{figure,.pair{break-inside:avoid}}
        """;
}
